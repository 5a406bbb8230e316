package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What back ends are asked and told, by event, endpoint and outcome; all three come from fixed sets. Any thread. */
public final class HookCounters {

    private final MeterRegistry registry;

    HookCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts one call of a back end.
     *
     * @param event what it was asked
     * @param endpoint which one it was
     * @param outcome what became of it
     * @param nanos how long the client waited for it, in nanoseconds
     */
    public void called(String event, String endpoint, String outcome, long nanos) {
        Timer.builder("sluice.gateway.hook.calls")
                .description("Calls of back ends, with the time that they took")
                .tag("event", event)
                .tag("endpoint", endpoint)
                .tag("outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Counts the end of a lifecycle event's way.
     *
     * @param outcome {@code delivered}, {@code given_up} or {@code dropped}
     */
    public void event(String event, String endpoint, String outcome) {
        Counter.builder("sluice.gateway.hook.events")
                .description("Lifecycle events by what became of them")
                .tag("event", event)
                .tag("endpoint", endpoint)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** Adds what is read of an endpoint when somebody scrapes: calls under way, the breaker (0 or 1), events that wait. */
    public void watch(String endpoint, IntSupplier inFlight, IntSupplier breakerOpen, IntSupplier waitingEvents) {
        gauge("in.flight", "Calls of a back end under way", endpoint, inFlight);
        gauge("breaker.open", "Whether a back end is left alone after failures", endpoint, breakerOpen);
        gauge("events.waiting", "Lifecycle events that wait for a back end", endpoint, waitingEvents);
    }

    private void gauge(String name, String description, String endpoint, IntSupplier value) {
        Gauge.builder("sluice.gateway.hook." + name, value::getAsInt)
                .description(description)
                .tag("endpoint", endpoint)
                .strongReference(true)
                .register(registry);
    }
}
