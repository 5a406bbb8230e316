package io.sluice.common.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of another program whose files are read too, for which this program has no counterpart: in a file they are
 * reported and otherwise ignored, while a name that neither program knows is an error.
 *
 * @param names keys with {@code []} for indexes, as in {@code channel.namespaces[].map}; each stands for all below it too
 */
public record LackingSettings(Set<String> names) {

    /** Where the name of a section, or of a list, ends in a key. */
    private static final Pattern END = Pattern.compile("[.\\[]|$");

    public LackingSettings {
        names = Set.copyOf(names);
    }

    /** Reads one name a line; empty lines, and what follows a {@code #}, say nothing. */
    public static LackingSettings read(List<String> lines) {
        return new LackingSettings(Set.copyOf(lines.stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList()));
    }

    /** The part of {@code key} that is the setting or section which is lacking, or empty if none is. */
    Optional<String> find(String key) {
        for (Matcher end = END.matcher(key); end.find(); ) {
            String part = key.substring(0, end.start());
            if (names.contains(Schema.template(part))) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
