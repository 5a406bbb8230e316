package io.sluice.gateway.drain;

import io.sluice.common.config.Durations;
import io.sluice.common.config.Setting;
import java.time.Duration;

/** How a node gives its clients to others. */
public record DrainSettings(
        @Setting(
                        value = "2s",
                        doc =
                                "Time from the moment that this node calls itself draining to the first close: until every router and load balancer knows and sends no more clients. At most 5m")
                Duration delay,
        @Setting(
                        value = "30s",
                        doc =
                                "Time over which the clients are closed, at a steady pace, so that the other nodes take them as they come; 0 closes all at once. The grace that a supervisor gives the process has to be longer than delay and period together, by 10s. At most 24h")
                Duration period) {

    /** A longer one is a mistake: a supervisor has lost patience long before. */
    static final Duration MAX_DELAY = Duration.ofMinutes(5);

    /** A longer one is a mistake: it would not be over before the next deployment. */
    static final Duration MAX_PERIOD = Duration.ofHours(24);

    public DrainSettings {
        check("delay", delay, MAX_DELAY);
        checkPeriod(period);
    }

    /** @throws IllegalArgumentException if {@code period} is none that a drain can take, in words fit for an operator */
    static void checkPeriod(Duration period) {
        check("period", period, MAX_PERIOD);
    }

    private static void check(String name, Duration time, Duration limit) {
        if (time.isNegative() || time.compareTo(limit) > 0) {
            throw new IllegalArgumentException(
                    name + " must be 0 to " + Durations.format(limit) + " but was " + time.toSeconds() + "s");
        }
    }
}
