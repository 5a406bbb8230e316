package io.sluice.loadtest.balance;

import io.sluice.loadtest.measure.ThreadConfined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is certain of the pace of something that a server counts, from readings of its counter.
 *
 * <p>A counter is read at some moment between the request and the answer. What two readings differ by has therefore happened
 * between the first's request and the second's answer, however late the reader was; a pace is taken over all of that time, so
 * that it is never put too high.
 */
@ThreadConfined
final class PaceReadings {
    private record Reading(long sentNanos, long receivedNanos, double count) {}

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Reading> readings = new ArrayList<>();

    /**
     * Takes one more reading of the same counter.
     *
     * @param sentNanos just before it was asked for; not before the last reading was received
     * @param receivedNanos just after the answer
     * @throws IllegalArgumentException when the times are out of order, or the counter has gone back
     */
    void add(long sentNanos, long receivedNanos, double count) {
        if (receivedNanos < sentNanos) {
            throw new IllegalArgumentException("an answer cannot come before its request");
        }
        if (!readings.isEmpty()) {
            Reading last = readings.get(readings.size() - 1);
            if (sentNanos < last.receivedNanos() || count < last.count()) {
                throw new IllegalArgumentException("expected a reading after " + last + " but was " + count);
            }
        }
        readings.add(new Reading(sentNanos, receivedNanos, count));
    }

    /**
     * The highest rate a second that is certain, over windows between two readings that are certain to be no shorter than {@code
     * window}. Something steady happens once more in a window than its intervals fit into it, so that one is not counted.
     *
     * @return empty when no two readings are so far apart
     */
    OptionalDouble highestRate(Duration window) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int last = 1; last < readings.size(); last++) {
            Reading to = readings.get(last);
            for (int first = 0; first < last; first++) {
                Reading from = readings.get(first);
                if (to.sentNanos() - from.receivedNanos() < window.toNanos()) {
                    break; // Those that follow are closer still.
                }
                highest = Math.max(highest, Math.max(0, to.count() - from.count() - 1) / longestSeconds(from, to));
            }
        }
        return highest < 0 ? OptionalDouble.empty() : OptionalDouble.of(highest);
    }

    /**
     * By how much it was certainly ahead of a rate at most, over windows of any length: no bucket that holds less and gets {@code
     * perSecond} back can have let it through.
     *
     * @return empty when there are no two readings; 0 when it was never ahead
     */
    OptionalDouble mostAhead(double perSecond) {
        if (readings.size() < 2) {
            return OptionalDouble.empty();
        }
        double most = 0;
        for (int last = 1; last < readings.size(); last++) {
            Reading to = readings.get(last);
            for (Reading from : readings.subList(0, last)) {
                most = Math.max(most, to.count() - from.count() - perSecond * longestSeconds(from, to));
            }
        }
        return OptionalDouble.of(most);
    }

    private static double longestSeconds(Reading from, Reading to) {
        return (to.receivedNanos() - from.sentNanos()) / NANOS_PER_SECOND;
    }
}
