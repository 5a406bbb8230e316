package io.sluice.gateway.hook;

import io.sluice.common.config.Setting;
import java.time.Duration;

/** Limits of what back ends may cost this node. They hold for each endpoint by itself. */
public record HookSettings(
        @Setting(
                        value = "64",
                        doc =
                                "Most connections to one endpoint; with a back end that answers within 10 ms these carry 6,400"
                                        + " calls a second")
                int maxConnections,
        @Setting(
                        value = "1000",
                        doc =
                                "Most calls of one endpoint under way or waiting for a connection; more get error 100 at once, so"
                                        + " that a slow back end cannot fill the memory")
                int maxInFlight,
        @Setting(
                        value = "1048576",
                        doc = "Largest answer of a back end, in bytes; a larger one is a failure. As many as there are"
                                + " connections may be in memory at once")
                int maxResponseSize,
        @Setting(
                        value = "20",
                        doc =
                                "Failures in a row after which an endpoint is left alone for breaker_pause and clients get error"
                                        + " 100 at once; 0 for never. Fewer happen in a restart that the back end survives")
                int breakerFailures,
        @Setting(
                        value = "2s",
                        doc =
                                "How long an endpoint is left alone before one call tries it again; about the time that a client"
                                        + " waits before it tries again itself")
                Duration breakerPause,
        @Setting(
                        value = "65536",
                        doc =
                                "Most events that wait for one endpoint, about 1 KB each; further ones are dropped, counted and"
                                        + " logged")
                int eventQueueSize,
        @Setting(
                        value = "5m",
                        doc =
                                "How long an event is tried again; one that nobody took until then is dropped, counted and logged")
                Duration eventRetryFor,
        @Setting(
                        value = "60s",
                        doc =
                                "Time after which a node that gives no sign is taken for dead, and others report its clients as"
                                        + " gone; at least 3s, and longer than any pause that a live node may make")
                Duration ledgerTtl) {

    private static final Duration SHORTEST_TTL = Duration.ofSeconds(3);

    public HookSettings {
        check(maxConnections >= 1, "max_connections must be at least 1 but was " + maxConnections);
        check(maxInFlight >= 1, "max_in_flight must be at least 1 but was " + maxInFlight);
        check(maxResponseSize >= 1024, "max_response_size must be at least 1024 bytes but was " + maxResponseSize);
        check(breakerFailures >= 0, "breaker_failures must be 0 or more but was " + breakerFailures);
        check(breakerPause.toMillis() >= 1, "breaker_pause must be at least 1ms");
        check(eventQueueSize >= 1, "event_queue_size must be at least 1 but was " + eventQueueSize);
        check(!eventRetryFor.isNegative(), "event_retry_for must not be negative");
        check(ledgerTtl.compareTo(SHORTEST_TTL) >= 0, "ledger_ttl must be at least 3s but was " + ledgerTtl);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
