package io.sluice.gateway.metrics;

import io.sluice.common.threading.ThreadSafe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What back ends are asked and told, by event, endpoint and outcome; all three come from fixed sets. Any thread. */
@ThreadSafe
public final class HookCounters {

    private final GatewayMetrics metrics;
    private final Map<List<String>, LongAdder> events = new ConcurrentHashMap<>();

    public HookCounters(GatewayMetrics metrics) {
        this.metrics = metrics;
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
        metrics.histogram(GatewayMetric.HOOK_CALLS_SECONDS, event, endpoint, outcome)
                .record(nanos);
    }

    /**
     * Counts the end of a lifecycle event's way.
     *
     * @param outcome {@code delivered}, {@code given_up} or {@code dropped}
     */
    public void event(String event, String endpoint, String outcome) {
        events.computeIfAbsent(List.of(event, endpoint, outcome), this::show).increment();
    }

    private LongAdder show(List<String> labels) {
        LongAdder count = new LongAdder();
        metrics.add(GatewayMetric.HOOK_EVENTS, count::sum, labels.toArray(String[]::new));
        return count;
    }

    /** Adds what is read of an endpoint when somebody scrapes: calls under way, the breaker (0 or 1), events that wait. */
    public void watch(String endpoint, IntSupplier inFlight, IntSupplier breakerOpen, IntSupplier waitingEvents) {
        metrics.add(GatewayMetric.HOOK_IN_FLIGHT, inFlight::getAsInt, endpoint);
        metrics.add(GatewayMetric.HOOK_BREAKER_OPEN, breakerOpen::getAsInt, endpoint);
        metrics.add(GatewayMetric.HOOK_EVENTS_WAITING, waitingEvents::getAsInt, endpoint);
    }
}
