package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Calls of the server API by method and outcome; both come from fixed sets. Any thread. */
public final class ApiCounters {

    private final MeterRegistry registry;

    ApiCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts one call.
     *
     * @param method one of the methods that exist
     * @param outcome {@code ok}, {@code error} or {@code malformed}
     */
    public void increment(String method, String outcome) {
        Counter.builder("sluice.gateway.api.calls")
                .description("Calls of the server API")
                .tag("method", method)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
