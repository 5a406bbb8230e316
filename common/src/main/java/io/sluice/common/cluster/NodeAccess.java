package io.sluice.common.cluster;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * From where and how a node is reached.
 *
 * @param zone where it runs, for routers that prefer what is near; at most 64 of letters, digits and {@code - _ .}, empty if
 *     it does not say
 * @param publicUrl where clients reach it directly, such as {@code wss://gw-3.example.com}, without a path; empty if they
 *     do not
 * @param tls whether its client port speaks TLS
 */
public record NodeAccess(String zone, String publicUrl, boolean tls) {

    private static final Pattern ZONE = Pattern.compile("[a-zA-Z0-9._-]{0,64}");
    private static final Pattern URL = Pattern.compile("|wss?://[!-~&&[^/?#@\"\\\\]]{1,255}");

    /** A node that says nothing of it: it is reached through routers, without TLS. */
    public static final NodeAccess PLAIN = new NodeAccess("", "", false);

    public NodeAccess {
        zone = Objects.requireNonNullElse(zone, "");
        publicUrl = Objects.requireNonNullElse(publicUrl, "");
        if (!ZONE.matcher(zone).matches()) {
            throw new IllegalArgumentException("zone: expected at most 64 of a-z A-Z 0-9 - _ .");
        }
        if (!URL.matcher(publicUrl).matches()) {
            throw new IllegalArgumentException("publicUrl: expected ws://host[:port] or wss://host[:port]");
        }
    }
}
