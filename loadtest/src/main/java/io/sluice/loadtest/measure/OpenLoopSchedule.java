package io.sluice.loadtest.measure;

/**
 * When each of a series of events is due: event {@code i} (from 0) at {@code startNanos + i / perSecond}, whatever became
 * of the events before it. A stall therefore shows as late events and never as a lower rate.
 *
 * @param startNanos when event 0 is due, on the clock of {@link TimeSource#nanos()}
 * @param perSecond events a second, above 0
 */
public record OpenLoopSchedule(long startNanos, double perSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    public OpenLoopSchedule {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("expected a rate above 0 but was " + perSecond);
        }
    }

    public long dueNanos(long index) {
        return startNanos + (long) (index * NANOS_PER_SECOND / perSecond);
    }

    /** How many events are due at {@code nowNanos}: 0 before the start, 1 at the start. */
    public long countDueBy(long nowNanos) {
        if (nowNanos < startNanos) {
            return 0;
        }
        long count = (long) ((nowNanos - startNanos) * perSecond / NANOS_PER_SECOND) + 1;
        // The division rounds; dueNanos() is the truth.
        while (dueNanos(count) <= nowNanos) {
            count++;
        }
        while (count > 0 && dueNanos(count - 1) > nowNanos) {
            count--;
        }
        return count;
    }
}
