package io.sluice.gateway.rebalance;

import io.sluice.common.config.Setting;
import java.time.Duration;

/** When this node gives clients away to nodes that have fewer, and at which pace. */
public record RebalanceSettings(
        @Setting(
                        value = "true",
                        doc =
                                "Moves clients from nodes that have more than the mean to those that have fewer; clusters only")
                boolean enabled,
        @Setting(
                        value = "50",
                        doc =
                                "Most clients that this node moves in a second, and about the most that a node gets; 1 to 10000")
                int rate,
        @Setting(
                        value = "1.10",
                        doc =
                                "Begins when this node has more connections than so many times the cluster's mean, or when another"
                                        + " has as much fewer; above target, at most 10")
                double threshold,
        @Setting(value = "1.03", doc = "Ends when it has no more than so many times the mean; at least 1")
                double target,
        @Setting(value = "100", doc = "Connections that are too few to be worth moving any of them") int floor,
        @Setting(
                        value = "10s",
                        doc =
                                "Time without a node that joins, drains or dies before anybody is moved: such a change brings its own"
                                        + " reconnects, and every router has to know of it; at most 1h")
                Duration settle,
        @Setting(
                        value = "60s",
                        doc =
                                "Time that a client has been connected before it is moved, so that nobody is moved again and again")
                Duration minAge,
        @Setting(
                        value = "false",
                        doc =
                                "Moves also clients with subscriptions that do not recover, where no others are found; they miss what"
                                        + " is published until they are back")
                boolean moveUnrecoverable) {

    private static final int MAX_RATE = 10_000;
    private static final double MAX_THRESHOLD = 10;
    private static final Duration MAX_SETTLE = Duration.ofHours(1);

    public RebalanceSettings {
        check(rate >= 1 && rate <= MAX_RATE, "rate must be 1 to " + MAX_RATE + " but was " + rate);
        check(target >= 1, "target must be at least 1 but was " + target);
        check(
                threshold > target && threshold <= MAX_THRESHOLD,
                "threshold must be above target and at most 10 but was " + threshold);
        check(floor >= 0, "floor must be 0 or more but was " + floor);
        check(!settle.isNegative() && settle.compareTo(MAX_SETTLE) <= 0, "settle must be 0s to 1h but was " + settle);
        check(!minAge.isNegative(), "min_age must not be negative");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
