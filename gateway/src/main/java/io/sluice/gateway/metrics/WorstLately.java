package io.sluice.gateway.metrics;

import io.sluice.common.threading.EventLoopConfined;

/**
 * The largest of the figures that came lately: of the last {@code period} at least, and of fewer than twice as many. So who
 * looks once in a period sees every peak.
 */
@EventLoopConfined
public final class WorstLately {

    private final int period;
    private int count;
    private long now;
    private long before;

    /** @param period number of figures, 1 or more */
    public WorstLately(int period) {
        this.period = period;
    }

    /** Takes one more figure, 0 or more, and tells the largest. */
    public long after(long figure) {
        if (count == period) {
            before = now;
            now = 0;
            count = 0;
        }
        count++;
        now = Math.max(now, figure);
        return Math.max(before, now);
    }
}
