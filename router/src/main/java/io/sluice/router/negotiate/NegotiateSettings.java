package io.sluice.router.negotiate;

import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.List;

/** The endpoint that tells clients where to connect directly. */
public record NegotiateSettings(
        @Setting(
                        value = "false",
                        doc =
                                "Whether the router answers at negotiate.path with the address of a gateway to connect to directly. Off, "
                                        + "because it takes that path from the gateways, and because gateways have to be reachable for it.")
                boolean enabled,
        @Setting(value = "/negotiate", doc = "Path of the endpoint on the client port.") String path,
        @Setting(
                        value = "/connection/websocket",
                        doc = "Path that is put behind a gateway's node.public_url: where its WebSocket endpoint is.")
                String endpoint,
        @Setting(
                        value = "10s",
                        doc =
                                "Time for which a place is kept free for whoever was told of it; a client should connect within it. For so "
                                        + "long the gateway counts as one connection fuller, which is what many who ask and never come cost.")
                Duration ttl,
        @Setting(
                        value = "50000",
                        doc =
                                "Places that are kept free at a time, some 200 bytes each; who asks beyond it is told to come back. It is "
                                        + "5,000 a second at a ttl of 10 s.")
                int maxReservations,
        @Setting(
                        doc =
                                "Origins of web pages that may read the answer, such as https://app.example.com; * for any. Empty: only "
                                        + "pages of the router's own origin, and programs that are no browsers.")
                List<String> allowedOrigins) {

    private static final Duration LONGEST_TTL = Duration.ofMinutes(5);

    public NegotiateSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        requirePath("path", path);
        requirePath("endpoint", endpoint);
        if (ttl.toMillis() < 1 || ttl.compareTo(LONGEST_TTL) > 0) {
            throw new IllegalArgumentException("ttl must be 1ms to 5m, but was " + ttl.toMillis() + "ms");
        }
        if (maxReservations < 1) {
            throw new IllegalArgumentException("max_reservations must be at least 1, but was " + maxReservations);
        }
    }

    private static void requirePath(String name, String path) {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '?' || c == '#')) {
            throw new IllegalArgumentException(
                    name + " must begin with / and have neither query nor blanks, but was \"" + path + "\"");
        }
    }
}
