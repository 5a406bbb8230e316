package io.sluice.loadtest.load;

import io.sluice.common.threading.EventLoopConfined;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers that a sequence has left out so far, as ranges.
 *
 * <p>Limits: {@value #MAX_RANGES} ranges; of more, the lowest are given up: they stay missing, and one that comes after
 * all counts as a duplicate. Threading: confined to the event loop of its connection.
 */
@EventLoopConfined
final class MissingNumbers {
    /** More gaps than these on one subscription are a broken server, and the verdict is the same for a thousand. */
    static final int MAX_RANGES = 1_000;

    /** The last number of each range by its first. */
    private final TreeMap<Integer, Integer> ranges = new TreeMap<>();
    /** Numbers in {@link #ranges} and in those given up. */
    private long count;

    long count() {
        return count;
    }

    /** Adds a range that is above all before it. */
    void add(int first, int last) {
        ranges.put(first, last);
        count += last - first + 1L;
        if (ranges.size() > MAX_RANGES) {
            ranges.pollFirstEntry();
        }
    }

    /** Takes a number out; false when it was not missing. */
    boolean remove(int number) {
        Map.Entry<Integer, Integer> range = ranges.floorEntry(number);
        if (range == null || range.getValue() < number) {
            return false;
        }
        int first = range.getKey();
        int last = range.getValue();
        ranges.remove(first);
        if (first < number) {
            ranges.put(first, number - 1);
        }
        if (number < last) {
            ranges.put(number + 1, last);
        }
        count--;
        return true;
    }
}
