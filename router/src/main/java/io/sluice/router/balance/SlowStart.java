package io.sluice.router.balance;

import java.time.Duration;

/**
 * How much of its share a backend gets while it is young: a JVM that has just started runs code that is not compiled yet,
 * and everybody who reconnects would take the empty node for the best.
 *
 * @param ramp time in which the weight rises from {@link #FIRST_WEIGHT} to 1; zero for no slow start
 */
public record SlowStart(Duration ramp) {

    /** Not nothing: a node without clients would never get warm. */
    static final double FIRST_WEIGHT = 0.1;

    /** Weights go up in steps, so that backends that came together weigh alike and take turns. */
    private static final double STEPS = 100;

    public SlowStart {
        if (ramp.isNegative()) {
            throw new IllegalArgumentException("slow_start must not be negative, but was " + ramp);
        }
    }

    /** Whether a backend of this age is through. */
    public boolean isOver(long ageNanos) {
        return ageNanos >= ramp.toNanos();
    }

    /** The weight at this age, {@link #FIRST_WEIGHT} to 1. */
    public double weight(long ageNanos) {
        if (isOver(ageNanos)) {
            return 1;
        }
        double part = Math.floor(STEPS * Math.max(0, ageNanos) / ramp.toNanos()) / STEPS;
        return FIRST_WEIGHT + (1 - FIRST_WEIGHT) * part;
    }
}
