package io.sluice.gateway.auth.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression for an issuer or an audience, in the way of Centrifugo: it is looked for anywhere in the text unless it is
 * anchored, and what its named groups, <code>(?P&lt;name&gt;…)</code> or <code>(?&lt;name&gt;…)</code>, find may stand in the address of a key set.
 */
final class ClaimPattern {

    /** Longest text that is looked at; issuers are short addresses, and a pattern may take time with the square of it. */
    private static final int MAX_CHARACTERS = 256;

    /** The beginning of a named group, unless its parenthesis is escaped. */
    private static final Pattern NAMED_GROUP = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\(\\?P?<([A-Za-z_]\\w*)>");

    private final Pattern pattern;

    /** Java's names of groups, which know no underscore, for those of the operator. */
    private final Map<String, String> groups = new LinkedHashMap<>();

    /**
     * Compiles it.
     *
     * @throws IllegalArgumentException if it is no regular expression; the message does not name the setting
     */
    ClaimPattern(String regex) {
        String translated = NAMED_GROUP.matcher(regex).replaceAll(found -> {
            String group = "group" + groups.size();
            groups.put(found.group(2), group);
            return Matcher.quoteReplacement(found.group(1) + "(?<" + group + ">");
        });
        try {
            this.pattern = Pattern.compile(translated);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is not a regular expression: " + e.getDescription(), e);
        }
    }

    /** Names of its groups. */
    Set<String> names() {
        return Set.copyOf(groups.keySet());
    }

    /** What the groups find in the first of the texts that matches; empty if none does. */
    Optional<Map<String, String>> find(List<String> texts) {
        return texts.stream()
                .filter(text -> text.length() <= MAX_CHARACTERS)
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(this::values);
    }

    private Map<String, String> values(Matcher found) {
        Map<String, String> values = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            String value = found.group(group);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }
}
