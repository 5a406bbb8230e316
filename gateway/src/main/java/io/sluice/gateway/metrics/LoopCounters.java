package io.sluice.gateway.metrics;

import static java.util.Objects.requireNonNull;

import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.protocol.UnsubscribeCode;
import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counts; summed over the loops when somebody looks.
 *
 * <p>Threading: made and extended on one thread, before what it counts is read; the figures themselves say who may touch them.
 */
@EventLoopConfined
public final class LoopCounters {

    /** Who shows the figures. */
    interface Display {
        void show(GatewayMetric metric, LoopCounter counter, String... labelValues);

        void show(GatewayMetric metric, LoopHistogram histogram, String... labelValues);
    }

    // First, since what follows adds to it. Figures that nobody shows yet.
    private final List<Consumer<Display>> hidden = new ArrayList<>();
    private @Nullable Display display;

    /** Open client connections. */
    public final LoopCounter connections = new LoopCounter();
    /** Those of them whose session is over: a client that was told to go and has not answered yet. */
    public final LoopCounter leaving = new LoopCounter();
    /** Connections closed because the node drains. */
    public final LoopCounter drained = counter(GatewayMetric.DRAIN_CLOSED);
    /** Subscriptions of all clients. */
    public final LoopCounter subscriptions = counter(GatewayMetric.SUBSCRIPTIONS);
    /** Channels with a subscriber on this loop. */
    public final LoopCounter channels = new LoopCounter();
    /** Publications that reached this loop from the broker. */
    public final LoopCounter received = counter(GatewayMetric.PUBLICATIONS_RECEIVED);
    /** Publications handed to clients' sockets or queues. */
    public final LoopCounter delivered = counter(GatewayMetric.PUBLICATIONS_DELIVERED);
    /** Clients of the node that each publication was handed to; told by the loop that was last. */
    public final LoopHistogram fanOut = histogram(GatewayMetric.FANOUT_CLIENTS);
    /** How long publications were on their way, in nanoseconds, once for each client. */
    public final LoopHistogram delivery = histogram(GatewayMetric.DELIVERY_SECONDS);
    /** Replies, pushes and pings written to clients. */
    public final LoopCounter messagesOut = counter(GatewayMetric.MESSAGES_SENT);
    /** Frames of protocol messages written to clients; several messages may share one. */
    public final LoopCounter framesOut = counter(GatewayMetric.FRAMES_SENT);
    /** Bytes written to clients, framing included, TLS not. */
    public final LoopCounter bytesOut = counter(GatewayMetric.SENT_BYTES);
    /** Messages that this loop compressed, whatever the number of their receivers. */
    public final LoopCounter deflatedMessages = counter(GatewayMetric.DEFLATED_MESSAGES);
    /** Bytes of these messages before they were compressed. */
    public final LoopCounter deflatedPlainBytes = counter(GatewayMetric.DEFLATED_PLAIN_BYTES);
    /** Bytes of these messages compressed. */
    public final LoopCounter deflatedBytes = counter(GatewayMetric.DEFLATED_BYTES);
    /** Bytes of messages received from clients, framing not included; of compressed ones what they inflate to. */
    public final LoopCounter bytesIn = counter(GatewayMetric.RECEIVED_BYTES);
    /** Connections closed because their queue was full. */
    public final LoopCounter slowDisconnects = counter(GatewayMetric.SLOW_CONSUMER_EVENTS, "disconnect");
    /** Publications dropped because a slow client's queue was full. */
    public final LoopCounter slowDropped = counter(GatewayMetric.SLOW_CONSUMER_EVENTS, "drop");
    /** Publications that a newer one replaced while they waited for a slow client. */
    public final LoopCounter conflated = counter(GatewayMetric.SLOW_CONSUMER_EVENTS, "conflate");
    /** Connections closed because their client took nothing for the write time-out. */
    public final LoopCounter writeTimeouts = counter(GatewayMetric.SLOW_CONSUMER_EVENTS, "write_timeout");
    /** Publications that a newer one replaced because the client's rate allowed no more. */
    public final LoopCounter rateLimited = counter(GatewayMetric.RATE_LIMITED);
    /** Subscriptions whose client had missed publications, and was told. */
    public final LoopCounter insufficient = counter(GatewayMetric.SUBSCRIPTIONS_INSUFFICIENT);
    /** Subscriptions that got all that they had missed. */
    public final LoopCounter recovered = counter(GatewayMetric.RECOVERIES, "recovered");
    /** Subscriptions that could not get what they had missed. */
    public final LoopCounter unrecovered = counter(GatewayMetric.RECOVERIES, "insufficient");
    /** Publications that these subscriptions had missed and got. */
    public final LoopCounter recoveredPublications = counter(GatewayMetric.RECOVERED_PUBLICATIONS);
    /** How long clients took to be let in, in nanoseconds. */
    public final LoopHistogram connectTimes = histogram(GatewayMetric.CONNECT_SECONDS);
    /** How long clients took to answer pings, in nanoseconds. */
    public final LoopHistogram pings = histogram(GatewayMetric.PING_SECONDS);
    /** How late the loop's timer ticks came, in nanoseconds. */
    public final LoopHistogram delays = histogram(GatewayMetric.EVENT_LOOP_DELAY_SECONDS);
    /** The worst of these of the last second or two, in nanoseconds. */
    public final LoopCounter worstLagNanos = new LoopCounter();
    /** Bytes that wait for clients whose sockets take no more. */
    public final LoopCounter queuedBytes = counter(GatewayMetric.QUEUED_BYTES);
    /** Connections closed because they had lasted as long as they may. */
    public final LoopCounter aged = counter(GatewayMetric.MOVES, "max_age");

    private final Map<CommandMethod, LoopCounter> commands = new EnumMap<>(CommandMethod.class);
    private final Map<HandshakeOutcome, LoopCounter> handshakes = new EnumMap<>(HandshakeOutcome.class);
    private final Map<UnsubscribeCode, LoopCounter> unsubscribes = new EnumMap<>(UnsubscribeCode.class);
    private final LoopCounter unsubscribesByClient = counter(GatewayMetric.UNSUBSCRIBES, "client");

    public LoopCounters() {
        for (CommandMethod method : CommandMethod.values()) {
            commands.put(method, counter(GatewayMetric.COMMANDS, method.label()));
        }
        for (HandshakeOutcome outcome : HandshakeOutcome.values()) {
            handshakes.put(outcome, counter(GatewayMetric.HANDSHAKES, outcome.label()));
        }
        for (UnsubscribeCode code : UnsubscribeCode.values()) {
            unsubscribes.put(code, counter(GatewayMetric.UNSUBSCRIBES, String.valueOf(code.code())));
        }
    }

    /** One more counter of this loop, for one set of label values. */
    public LoopCounter counter(GatewayMetric metric, String... labelValues) {
        LoopCounter counter = new LoopCounter();
        add(to -> to.show(metric, counter, labelValues));
        return counter;
    }

    /** One more histogram of this loop, for one set of label values. */
    public LoopHistogram histogram(GatewayMetric metric, String... labelValues) {
        LoopHistogram histogram = new LoopHistogram(metric.buckets());
        add(to -> to.show(metric, histogram, labelValues));
        return histogram;
    }

    /** A command came from a client. */
    public void command(CommandMethod method) {
        requireNonNull(commands.get(method)).add(1);
    }

    /** Any thread: commands that came from clients so far. */
    public long commands() {
        return commands.values().stream().mapToLong(LoopCounter::get).sum();
    }

    /** An attempt to connect has ended. */
    public void handshake(HandshakeOutcome outcome) {
        requireNonNull(handshakes.get(outcome)).add(1);
    }

    /** The server has ended a subscription. */
    public void unsubscribed(UnsubscribeCode code) {
        requireNonNull(unsubscribes.get(code)).add(1);
    }

    /** A client has ended a subscription. */
    public void unsubscribedByClient() {
        unsubscribesByClient.add(1);
    }

    /** Any thread: connections of clients that have not been told to go. */
    public int staying() {
        return (int) (connections.get() - leaving.get());
    }

    /** Has all figures shown, and those that are still to come. */
    void showIn(Display shown) {
        display = shown;
        hidden.forEach(each -> each.accept(shown));
        hidden.clear();
    }

    private void add(Consumer<Display> figure) {
        if (display == null) {
            hidden.add(figure);
        } else {
            figure.accept(display);
        }
    }
}
