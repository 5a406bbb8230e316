package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.common.admission.Admission;
import io.sluice.common.admission.RefusalReason;
import io.sluice.common.protocol.DisconnectCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Names, units and labels of everything this node measures. The hot path touches {@link LoopCounters} only; they are summed
 * here when somebody scrapes.
 */
public final class GatewayMetrics {

    private final MeterRegistry registry;
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();
    private final DisconnectCounters disconnects = new DisconnectCounters();
    private final ApiCounters api;
    private final HookCounters hooks;
    // The registry holds the sources of function counters weakly.
    private final List<DoubleSupplier> sources = new CopyOnWriteArrayList<>();

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.api = new ApiCounters(registry);
        this.hooks = new HookCounters(registry);
        loopGauge("connections", "Open client connections", loop -> loop.connections);
        loopCounter("drain.closed", "Clients closed because the node drains", loop -> loop.drained);
        loopGauge("subscriptions", "Subscriptions of all clients", loop -> loop.subscriptions);
        loopGauge("queued.bytes", "Bytes that wait for clients whose sockets take no more", loop -> loop.queuedBytes);
        loopCounter(
                "publications.received",
                "Publications from the broker, for each event loop that has subscribers",
                l -> l.received);
        loopCounter("publications.delivered", "Publications handed to clients", loop -> loop.delivered);
        loopCounter("commands", "Commands received from clients", loop -> loop.commands);
        loopCounter("messages.sent", "Replies, pushes and pings handed to clients", loop -> loop.messagesOut);
        loopCounter(
                "frames.sent", "Frames handed to clients' sockets, each with one message or several", l -> l.framesOut);
        loopCounter("sent.bytes", "Bytes handed to clients, framing included", loop -> loop.bytesOut);
        loopCounter(
                "deflated.messages",
                "Messages compressed, each once for the node whatever the number of its receivers",
                l -> l.deflatedMessages);
        loopCounter("deflated.plain.bytes", "Bytes of these messages before compression", l -> l.deflatedPlainBytes);
        loopCounter("deflated.bytes", "Bytes of these messages compressed", l -> l.deflatedBytes);
        loopCounter("received.bytes", "Bytes of messages received from clients", loop -> loop.bytesIn);
        loopCounter(
                "slow.disconnects", "Clients disconnected because their queue was full", loop -> loop.slowDisconnects);
        loopCounter("slow.write.timeouts", "Clients cut off because they took nothing more", l -> l.writeTimeouts);
        loopCounter("slow.dropped", "Publications dropped from the full queue of a slow client", l -> l.slowDropped);
        loopCounter(
                "slow.conflated",
                "Publications replaced by a newer one while they waited for a client",
                l -> l.conflated);
        loopCounter(
                "rate.limited",
                "Publications replaced by a newer one because of a client's max_rate",
                l -> l.rateLimited);
        loopCounter(
                "subscriptions.insufficient",
                "Subscriptions whose client had missed publications and was told so",
                l -> l.insufficient);
        FunctionCounter.builder("sluice.gateway.disconnects", disconnects, DisconnectCounters::custom)
                .description("Clients disconnected by this node, by close code")
                .tag("code", "custom")
                .register(registry);
        for (DisconnectCode code : DisconnectCode.values()) {
            FunctionCounter.builder("sluice.gateway.disconnects", disconnects, counts -> counts.get(code))
                    .description("Clients disconnected by this node, by close code")
                    .tag("code", String.valueOf(code.code()))
                    .register(registry);
        }
    }

    /** The counters of one more event loop. */
    public LoopCounters addLoop() {
        LoopCounters counters = new LoopCounters();
        int index = loops.size();
        loops.add(counters);
        Gauge.builder("sluice.gateway.event.loop.lag.seconds", counters, loop -> loop.lagNanos.get() / 1e9)
                .description("How late the last timer tick of an event loop came")
                .tags(Tags.of("loop", String.valueOf(index)))
                .strongReference(true)
                .register(registry);
        return counters;
    }

    public DisconnectCounters disconnects() {
        return disconnects;
    }

    public ApiCounters api() {
        return api;
    }

    public HookCounters hooks() {
        return hooks;
    }

    /** Adds a figure that somebody else keeps. */
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder("sluice.gateway." + name, value::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** Adds a figure that somebody else keeps, with one label. */
    public void gauge(String name, String description, String label, String labelValue, DoubleSupplier value) {
        Gauge.builder("sluice.gateway." + name, value::getAsDouble)
                .description(description)
                .tag(label, labelValue)
                .strongReference(true)
                .register(registry);
    }

    /** Adds a rising figure that somebody else keeps. */
    public void counter(String name, String description, DoubleSupplier value) {
        sources.add(value);
        FunctionCounter.builder("sluice.gateway." + name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .register(registry);
    }

    /** Adds a rising figure that somebody else keeps, with one label. */
    public void counter(String name, String description, String label, String labelValue, DoubleSupplier value) {
        sources.add(value);
        FunctionCounter.builder("sluice.gateway." + name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .tag(label, labelValue)
                .register(registry);
    }

    /** Adds what admission counts. */
    public void bind(Admission admission) {
        for (RefusalReason refusal : RefusalReason.values()) {
            counter(
                    "refused",
                    "Clients not let in, by reason",
                    "reason",
                    refusal.name().toLowerCase(Locale.ROOT),
                    () -> admission.refused(refusal));
        }
        counter("admitted", "Clients let in; 0 while no limit of admission is set", admission::admitted);
        gauge("handshakes", "Clients on their way in; 0 while no limit of admission is set", admission::handshakes);
    }

    /** A figure summed over all loops. */
    public long sum(ToLongFunction<LoopCounters> figure) {
        return loops.stream().mapToLong(figure).sum();
    }

    /** The worst lag of any event loop within the last second or two. */
    public Duration worstLag() {
        return Duration.ofNanos(
                loops.stream().mapToLong(loop -> loop.worstLagNanos.get()).max().orElse(0));
    }

    private void loopGauge(String name, String description, Function<LoopCounters, LoopCounter> figure) {
        gauge(name, description, () -> sum(loop -> figure.apply(loop).get()));
    }

    private void loopCounter(String name, String description, Function<LoopCounters, LoopCounter> figure) {
        FunctionCounter.builder(
                        "sluice.gateway." + name,
                        this,
                        self -> self.sum(loop -> figure.apply(loop).get()))
                .description(description)
                .register(registry);
    }
}
