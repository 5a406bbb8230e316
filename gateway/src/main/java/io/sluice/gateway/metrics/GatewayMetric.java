package io.sluice.gateway.metrics;

import static io.sluice.common.metrics.Buckets.LATENCY;
import static io.sluice.common.metrics.Buckets.LIFETIME;
import static io.sluice.common.metrics.MetricType.COUNTER;
import static io.sluice.common.metrics.MetricType.GAUGE;
import static io.sluice.common.metrics.MetricType.HISTOGRAM;

import io.sluice.common.metrics.Buckets;
import io.sluice.common.metrics.MetricSpec;
import io.sluice.common.metrics.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a gateway measures: name, type, labels, unit and meaning. A name is that of the constant in lower case, with
 * {@code sluice_gateway_} before it and, for a counter, {@code _total} behind it.
 */
public enum GatewayMetric {

    // Connections.
    CONNECTIONS(GAUGE, "", "Open client connections", "transport"),
    CONNECTIONS_MAX(GAUGE, "", "Most connections that this node takes (`client.connection_limit`); 0 for any number"),
    CONNECTIONS_BY_AGE(GAUGE, "", "Open client connections by the time since their opening", "age"),
    CONNECTION_DURATION_SECONDS(LIFETIME, "seconds", "How long connections lasted that have closed", "transport"),
    HANDSHAKES(
            COUNTER,
            "",
            "Attempts to connect by their end: `accepted`; `refused` (draining, or by a limit); `invalid` (request, token, "
                    + "or gone before its answer); `timeout`",
            "outcome"),
    HANDSHAKES_OPEN(GAUGE, "", "Clients on their way in; stays 0 while no limit of admission is set"),
    CONNECT_SECONDS(
            LATENCY, "seconds", "From the opening of a client's connection to the answer to its connect command"),
    REFUSED(COUNTER, "", "Clients not let in, by the limit", "reason"),
    ADMITTED(COUNTER, "", "Clients let in; stays 0 while no limit of admission is set"),
    DISCONNECTS(
            COUNTER, "", "Clients disconnected by this node, by close code; `custom` for those of back ends", "code"),
    PING_SECONDS(LATENCY, "seconds", "From a ping of the server to the client's pong"),
    TOKEN_REFUSALS(COUNTER, "", "Tokens (JWT) not accepted, by reason", "reason"),

    // Subscriptions and commands.
    SUBSCRIPTIONS(GAUGE, "", "Subscriptions of all clients"),
    CHANNELS(GAUGE, "", "Channels with a subscriber on this node"),
    UNSUBSCRIBES(
            COUNTER, "", "Subscriptions ended: `client` at the client's wish, else by the code told to it", "code"),
    COMMANDS(COUNTER, "", "Commands received from clients", "method"),
    RECOVERIES(
            COUNTER,
            "",
            "Subscriptions that named a position: `recovered` all that was missed, or `insufficient` for the stream no longer "
                    + "holds it",
            "outcome"),
    RECOVERED_PUBLICATIONS(COUNTER, "", "Publications sent to clients that had missed them"),
    SUBSCRIPTIONS_INSUFFICIENT(
            COUNTER, "", "Running subscriptions whose client had missed publications and was told so"),
    STREAMS_WENT_BACK(
            COUNTER,
            "",
            "Streams that this node found to have lost publications, and gave a new epoch, so that no client takes what replaced "
                    + "them for what it has"),

    // Publications and messages.
    PUBLICATIONS_PUBLISHED(COUNTER, "", "Publications that entered by this node and that the broker took", "origin"),
    PUBLICATIONS_RECEIVED(COUNTER, "", "Publications from the broker, for each event loop that has subscribers"),
    PUBLICATIONS_DELIVERED(COUNTER, "", "Publications handed to clients"),
    PUBLICATIONS_DROPPED(COUNTER, "", "Publications dropped on their way to clients", "reason"),
    FANOUT_CLIENTS(
            Buckets.counts(1, 10, 100, 1000, 10_000, 100_000),
            "clients",
            "Clients of this node that one publication was handed to"),
    DELIVERY_SECONDS(
            LATENCY,
            "seconds",
            "From a publication's entry on any node to the write to the clients' sockets on this one, counted once for each "
                    + "client"),
    REDIS_HOP_SECONDS(LATENCY, "seconds", "From a publication's entry on the publishing node to its receipt here"),
    MESSAGES_SENT(COUNTER, "", "Replies, pushes and pings handed to clients"),
    FRAMES_SENT(COUNTER, "", "Frames handed to clients' sockets, each with one message or several"),
    SENT_BYTES(COUNTER, "bytes", "Bytes handed to clients, framing included"),
    RECEIVED_BYTES(COUNTER, "bytes", "Bytes of messages received from clients"),
    DEFLATED_MESSAGES(COUNTER, "", "Messages compressed, each once for the node whatever the number of its receivers"),
    DEFLATED_PLAIN_BYTES(COUNTER, "bytes", "Bytes of these messages before compression"),
    DEFLATED_BYTES(COUNTER, "bytes", "Bytes of these messages compressed"),

    // Slow clients.
    QUEUED_BYTES(GAUGE, "bytes", "Bytes that wait for clients whose sockets take no more"),
    SLOW_CONSUMER_EVENTS(
            COUNTER,
            "",
            "What became of slow clients or of what waited for them: clients disconnected for a full queue (`disconnect`) or "
                    + "because they took nothing more (`write_timeout`), publications dropped (`drop`) or replaced by a newer "
                    + "one (`conflate`)",
            "policy"),
    RATE_LIMITED(COUNTER, "", "Publications replaced by a newer one because of a client's `max_rate`"),

    // Redis.
    REDIS_COMMAND_SECONDS(
            LATENCY,
            "seconds",
            "From the call of a Redis command to its answer; `subscribe` until it is confirmed",
            "kind"),
    REDIS_BATCH_COMMANDS(
            Buckets.counts(1, 2, 5, 10, 25, 50, 100, 250), "commands", "Commands that went to Redis in one write"),
    REDIS_CONNECTIONS(GAUGE, "", "Connections to Redis that this node wants", "role"),
    REDIS_CONNECTED(
            GAUGE, "", "Connections to Redis that work: `subscriber` ones count when all is subscribed", "role"),
    REDIS_RECONNECTS(COUNTER, "", "Times that a connection to Redis was made anew", "connection"),
    REDIS_MESSAGES(COUNTER, "", "Messages received from Redis", "connection"),
    REDIS_RESUBSCRIBE_SECONDS(
            LATENCY, "seconds", "From a new connection to Redis until all channels are subscribed on it"),

    // Event loops.
    EVENT_LOOP_LAG_SECONDS(GAUGE, "seconds", "How late the last timer tick of an event loop came", "loop"),
    EVENT_LOOP_DELAY_SECONDS(LATENCY, "seconds", "How late timer ticks of the event loops came, ten a second and loop"),
    EVENT_LOOP_UTILISATION_RATIO(
            GAUGE, "ratio", "CPU time of an event loop's thread in the last second, from 0 to 1", "loop"),

    // Back ends.
    API_REQUEST_SECONDS(
            LATENCY,
            "seconds",
            "Calls of the server API, from their whole body to the answer; `legacy` for those with the method in the body",
            "method",
            "outcome"),
    HOOK_CALLS_SECONDS(
            LATENCY, "seconds", "Calls of back ends, with the time that they took", "event", "endpoint", "outcome"),
    HOOK_EVENTS(COUNTER, "", "Lifecycle events by what became of them", "event", "endpoint", "outcome"),
    HOOK_IN_FLIGHT(GAUGE, "", "Calls of a back end under way", "endpoint"),
    HOOK_BREAKER_OPEN(GAUGE, "", "1 while a back end is left alone after failures, else 0", "endpoint"),
    HOOK_EVENTS_WAITING(GAUGE, "", "Lifecycle events that wait for a back end", "endpoint"),

    // Draining, moving, certificates.
    DRAINING(GAUGE, "", "1 while the node drains, 0 while it serves"),
    DRAIN_REMAINING(GAUGE, "", "Clients still connected while the node drains"),
    DRAIN_CLOSED(COUNTER, "", "Clients told to go because the node drains"),
    DRAIN_OVERDUE(COUNTER, "", "Clients that were left at the end of a drain's period and were told all at once"),
    MOVES(COUNTER, "", "Clients told to connect anew so that another node may have them", "reason"),
    REBALANCE_RATIO(GAUGE, "ratio", "Connections of this node in terms of the mean of all nodes that take clients"),
    REBALANCE_STATE(
            GAUGE,
            "",
            "What the rebalancer does, or why it does nothing: 1 for the present state, 0 for others",
            "state"),
    TLS_CERTIFICATE_EXPIRY_SECONDS(
            GAUGE,
            "seconds",
            "The first moment at which a certificate in use is no longer valid, in seconds since 1970; only with TLS"),
    TLS_RELOADS(COUNTER, "", "New certificates that were found while running; only with TLS", "outcome");

    private static final String PREFIX = "sluice_gateway_";

    @SuppressWarnings("ImmutableEnumChecker") // A record of strings and an immutable list of them.
    private final MetricSpec spec;

    /** Null for all but histograms. */
    @SuppressWarnings("ImmutableEnumChecker") // It never changes.
    private final @Nullable Buckets buckets;

    GatewayMetric(Buckets buckets, String unit, String meaning, String... labels) {
        this.spec = new MetricSpec(fullName(HISTOGRAM), HISTOGRAM, List.of(labels), unit, meaning);
        this.buckets = buckets;
    }

    GatewayMetric(MetricType type, String unit, String meaning, String... labels) {
        this.spec = new MetricSpec(fullName(type), type, List.of(labels), unit, meaning);
        this.buckets = null;
    }

    public MetricSpec spec() {
        return spec;
    }

    /** All of them, in the order of the documentation. */
    public static List<MetricSpec> catalogue() {
        return Arrays.stream(values()).map(GatewayMetric::spec).toList();
    }

    /** The classes of a histogram. */
    Buckets buckets() {
        if (buckets == null) {
            throw new IllegalStateException("expected a histogram but was " + this);
        }
        return buckets;
    }

    boolean isHistogram() {
        return buckets != null;
    }

    /** Names of labels with their values, in turn. */
    String[] labelled(String... values) {
        List<String> names = spec.labels();
        if (names.size() != values.length) {
            throw new IllegalArgumentException("expected values of " + names + " but were " + List.of(values));
        }
        String[] labelled = new String[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            labelled[2 * i] = names.get(i);
            labelled[2 * i + 1] = values[i];
        }
        return labelled;
    }

    private String fullName(MetricType type) {
        return PREFIX + name().toLowerCase(Locale.ROOT) + (type == COUNTER ? "_total" : "");
    }
}
