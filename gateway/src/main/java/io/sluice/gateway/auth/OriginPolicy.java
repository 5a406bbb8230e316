package io.sluice.gateway.auth;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect. Browsers tell the page's origin and let any page open a WebSocket anywhere, so this is what
 * keeps a foreign page from using a visitor's session. Programs that are no browsers send no origin and are not concerned.
 */
public final class OriginPolicy {

    private final List<Pattern> allowed;

    /**
     * A policy of patterns.
     *
     * @param allowed patterns with {@code *} for any text; empty allows only pages of the host that is connected to
     */
    public OriginPolicy(List<String> allowed) {
        this.allowed = allowed.stream().map(OriginPolicy::pattern).toList();
    }

    /**
     * Whether a request may become a connection.
     *
     * @param origin value of the {@code Origin} header; null if there is none
     * @param host value of the {@code Host} header
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (allowed.isEmpty()) {
            return host != null && !host.isEmpty() && hostOf(lower).equals(host.toLowerCase(Locale.ROOT));
        }
        return allowed.stream().anyMatch(pattern -> pattern.matcher(lower).matches());
    }

    private static String hostOf(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? "" : origin.substring(scheme + "://".length());
    }

    private static Pattern pattern(String wildcard) {
        String[] literals = wildcard.toLowerCase(Locale.ROOT).split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(literals[0]));
        for (int i = 1; i < literals.length; i++) {
            regex.append(".*").append(Pattern.quote(literals[i]));
        }
        return Pattern.compile(regex.toString());
    }
}
