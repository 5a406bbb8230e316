package io.sluice.common.admission;

import java.util.concurrent.TimeUnit;

/**
 * So many events a second, and so many at once after a pause.
 *
 * <p>Times are whole nanoseconds and are rounded so that never more is allowed than was asked for: at the highest rate, that is
 * 0.1 % less.
 *
 * @param perSecond above 0, at most {@link #MAX_PER_SECOND}
 * @param burst at least 1, at most {@link #MAX_BURST}; a pause that fills it from nothing lasts at most {@link #MAX_FILL_DAYS}
 */
public record Rate(double perSecond, double burst) {

    /** One in a microsecond: more than one process handles, and still a thousand steps of the clock apart. */
    public static final double MAX_PER_SECOND = 1_000_000;

    /** As many as a process has connections. */
    public static final double MAX_BURST = 10_000_000;

    /** Beyond it a bucket would as good as never fill again, and sums of nanoseconds would come near to the end of their range. */
    public static final int MAX_FILL_DAYS = 365;

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    public Rate {
        if (!(perSecond > 0 && perSecond <= MAX_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "the rate must be above 0 and at most 1000000 a second, but was " + perSecond);
        }
        if (!(burst >= 1 && burst <= MAX_BURST)) {
            throw new IllegalArgumentException("the burst must be 1 to 10000000, but was " + burst);
        }
        if (burst / perSecond > TimeUnit.DAYS.toSeconds(MAX_FILL_DAYS)) {
            throw new IllegalArgumentException("a burst of " + burst + " at " + perSecond
                    + " a second takes more than 365 days to fill: make the burst smaller or the rate higher");
        }
    }

    /** Nanoseconds from one event to the next at an even pace. */
    long intervalNanos() {
        return (long) Math.ceil(NANOS_PER_SECOND / perSecond);
    }

    /** Nanoseconds by which events may run ahead of an even pace, the event itself included: at least one interval. */
    long toleranceNanos() {
        return Math.max(intervalNanos(), (long) Math.floor(burst * NANOS_PER_SECOND / perSecond));
    }
}
