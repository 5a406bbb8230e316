package io.sluice.loadtest.balance;

import java.util.List;

/** What can be said of the moments at which something happened. */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

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

    /**
     * The most tokens that these moments, one each, would have had out of a bucket at a time that gets {@code perSecond} back.
     * A bucket of that size would have let all of them pass, and a smaller one would not.
     */
    static double fullestBucket(List<Long> ascendingNanos, double perSecond) {
        double taken = 0;
        double most = 0;
        for (int i = 0; i < ascendingNanos.size(); i++) {
            if (i > 0) {
                double seconds = (ascendingNanos.get(i) - ascendingNanos.get(i - 1)) / NANOS_PER_SECOND;
                taken = Math.max(0, taken - seconds * perSecond);
            }
            taken++;
            most = Math.max(most, taken);
        }
        return most;
    }
}
