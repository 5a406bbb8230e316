package io.sluice.gateway.auth.jwks;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Address of a key set, in which <code>{{name}}</code> stands for what a group of that name found in a token's issuer or audience. */
public final class EndpointTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    /**
     * What may be put into an address: text that no reader of addresses takes for anything but text. With a slash, a dot-dot or a
     * question mark in it, a forged issuer could point this node at a key set of its own.
     */
    private static final Pattern PLAIN = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~-]{1,128}");

    private final String template;

    /**
     * A template or a plain address.
     *
     * @throws IllegalArgumentException if it is no address of the web; the message does not name the setting
     */
    public EndpointTemplate(String template) {
        this.template = template;
        URI sample = uri(PLACEHOLDER.matcher(template).replaceAll("x"))
                .orElseThrow(
                        () -> new IllegalArgumentException("must be an http or https address but was " + template));
        boolean web = "http".equals(sample.getScheme()) || "https".equals(sample.getScheme());
        if (!web || sample.getHost() == null) {
            throw new IllegalArgumentException("must be an http or https address but was " + template);
        }
    }

    /** Names of the variables. */
    public Set<String> variables() {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The address for these values; empty if one is missing or unfit to stand in an address. */
    Optional<URI> resolve(Map<String, String> values) {
        boolean fit = variables().stream()
                .allMatch(name -> PLAIN.matcher(values.getOrDefault(name, "")).matches());
        return fit ? uri(PLACEHOLDER.matcher(template).replaceAll(found -> value(found, values))) : Optional.empty();
    }

    private static String value(MatchResult placeholder, Map<String, String> values) {
        return Matcher.quoteReplacement(values.getOrDefault(placeholder.group(1), ""));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
