package io.sluice.loadtest.load;

import java.time.Duration;

/**
 * The load of one run.
 *
 * @param connections how many clients
 * @param plan what they subscribe and what is published where
 * @param rate publications a second over all channels
 * @param payload of each publication
 * @param warmUp load before the measured window, in whole seconds, so that all is compiled by then
 * @param window what is measured, in whole seconds
 */
public record LoadShape(
        int connections, ChannelPlan plan, double rate, LoadPayload payload, Duration warmUp, Duration window) {

    public LoadShape {
        require(connections >= 1, "expected 1 or more connections but was " + connections);
        require(rate > 0 && !Double.isInfinite(rate), "expected a rate above 0 but was " + rate);
        require(warmUp.toMillis() >= 0, "expected a warm-up of 0 or more seconds but was " + warmUp);
        require(window.toSeconds() >= 1, "expected a window of 1 or more seconds but was " + window);
    }

    /** Publications in warm-up and window together. */
    public long publications() {
        return Math.max(1, (long) (rate * (warmUp.toSeconds() + window.toSeconds())));
    }

    /** How many messages a second all clients together should receive. */
    public double deliveriesPerSecond() {
        long subscriptions = 0;
        for (int client = 0; client < connections; client++) {
            subscriptions += plan.subscriptions(client).size();
        }
        return rate * subscriptions / plan.channels();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
