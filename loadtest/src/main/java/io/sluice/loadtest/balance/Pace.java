package io.sluice.loadtest.balance;

import java.util.List;

/** What can be said of the moments at which something happened. */
final class Pace {
    private Pace() {}

    /** The most of these moments that lie within any {@code windowNanos}. */
    static int peak(List<Long> ascendingNanos, long windowNanos) {
        int peak = 0;
        int first = 0;
        for (int last = 0; last < ascendingNanos.size(); last++) {
            while (ascendingNanos.get(last) - ascendingNanos.get(first) >= windowNanos) {
                first++;
            }
            peak = Math.max(peak, last - first + 1);
        }
        return peak;
    }
}
