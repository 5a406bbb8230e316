package io.sluice.router;

import static io.sluice.common.metrics.MetricType.COUNTER;
import static io.sluice.common.metrics.MetricType.GAUGE;
import static io.sluice.common.metrics.MetricType.HISTOGRAM;

import io.sluice.common.management.ProcessMetrics;
import io.sluice.common.metrics.MetricSpec;
import io.sluice.common.metrics.MetricType;
import java.util.List;
import java.util.stream.Stream;

/** Every metric that a router has beside those of the JVM, as {@code docs/metrics.md} shows them. A test holds that it is so. */
final class RouterCatalogue {

    private static final String PREFIX = "sluice_router_";
    private static final String SECONDS = "seconds";

    static final MetricSpec CONNECT = spec(
            "connect_seconds",
            HISTOGRAM,
            SECONDS,
            "Time from a client's request to the first answer of a backend, which is the 101 of a WebSocket");

    static final MetricSpec CONNECTION_DURATION = spec(
            "connection_duration_seconds",
            HISTOGRAM,
            SECONDS,
            "Time from a client's request to the end of its WebSocket, counted at the end");

    static final MetricSpec EVENT_LOOP_LAG =
            spec("event_loop_lag_seconds", GAUGE, SECONDS, "How late the last tick of the loop came", "loop");

    static final MetricSpec EVENT_LOOP_DELAY = spec(
            "event_loop_delay_seconds",
            HISTOGRAM,
            SECONDS,
            "How late ticks of the loops came, of which each has ten a second: what a readable socket may have waited");

    static final MetricSpec EVENT_LOOP_UTILISATION = spec(
            "event_loop_utilisation_ratio",
            GAUGE,
            "ratio",
            "CPU time of the loop's thread in terms of the time that passed; near 1 it has no reserve",
            "loop");

    private static final List<MetricSpec> OWN = List.of(
            spec("placements_total", COUNTER, "", "Connections placed, failed ones included", "backend"),
            spec(
                    "decisions_total",
                    COUNTER,
                    "",
                    "Connections placed, by how good the backends were that there were to choose from",
                    "among"),
            spec("decisions_outside_zone_total", COUNTER, "", "Connections placed in another zone than the router's"),
            spec("refusals_total", COUNTER, "", "Connections that no place was found for, by the reason", "reason"),
            spec(
                    "retries_total",
                    COUNTER,
                    "",
                    "Connections and requests that went on to another backend after one failed"),
            spec("ejections_total", COUNTER, "", "Times it was left alone after a failure", "backend"),
            spec("backend_failures_total", COUNTER, "", "Placed connections that failed", "backend"),
            spec(
                    "backend_refusals_total",
                    COUNTER,
                    "",
                    "Placed connections that it refused because it was full",
                    "backend"),
            spec("failures_total", COUNTER, "", "Requests that this router answered itself", "reason"),
            spec("refused_total", COUNTER, "", "WebSocket handshakes not let in, by reason", "reason"),
            spec(
                    "connections",
                    GAUGE,
                    "",
                    "Connections of this router that are open now, and places that it keeps free",
                    "backend",
                    "kind"),
            spec(
                    "reservations",
                    GAUGE,
                    "",
                    "Places that are kept free for clients that were told of them by /negotiate"),
            spec(
                    "backend_load",
                    GAUGE,
                    "",
                    "Connections that it is balanced by: its report and what this router placed since",
                    "backend"),
            spec("imbalance", GAUGE, "ratio", "Most connections of a backend by their mean, as reported; 1 is even"),
            spec(
                    "backends",
                    GAUGE,
                    "",
                    "Backends by state; stale: known from memory while the source does not answer",
                    "state"),
            spec(
                    "discovery_age_seconds",
                    GAUGE,
                    SECONDS,
                    "Time since the source of backends last said anything",
                    "source"),
            spec(
                    "discovery_ignored_total",
                    COUNTER,
                    "",
                    "Records and endpoints that were listed but not used, counted with each listing",
                    "reason"),
            spec("health_checks_total", COUNTER, "", "Health checks of backends by result", "result"),
            spec("handshakes", GAUGE, "", "WebSocket handshakes that wait for their backend"),
            CONNECT,
            CONNECTION_DURATION,
            spec("relayed_bytes_total", COUNTER, "bytes", "Bytes of WebSocket connections passed on", "direction"),
            spec(
                    "tls_certificate_expiry_seconds",
                    GAUGE,
                    SECONDS,
                    "The first moment at which a certificate in use is no longer valid, in seconds since 1970"),
            spec("tls_reloads_total", COUNTER, "", "New certificates that were found while running", "outcome"),
            EVENT_LOOP_LAG,
            EVENT_LOOP_DELAY,
            EVENT_LOOP_UTILISATION);

    private RouterCatalogue() {}

    /** Those of a router alone. */
    static List<MetricSpec> own() {
        return OWN;
    }

    /** All of them, those that every program has last. */
    static List<MetricSpec> all() {
        return Stream.concat(own().stream(), ProcessMetrics.CATALOGUE.stream()).toList();
    }

    private static MetricSpec spec(String name, MetricType type, String unit, String meaning, String... labels) {
        return new MetricSpec(PREFIX + name, type, List.of(labels), unit, meaning);
    }
}
