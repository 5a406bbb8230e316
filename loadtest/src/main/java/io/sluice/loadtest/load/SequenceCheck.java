package io.sluice.loadtest.load;

import io.sluice.common.threading.EventLoopConfined;
import org.jspecify.annotations.Nullable;

/**
 * Compares the numbers that one client receives on each of its channels with 1, 2, 3, …
 *
 * <p>A subscriber from the beginning misses what it did not get from 1 on; one that joined midway misses only what is
 * missing behind the first number it got. Threading: confined to the event loop of its connection.
 */
@EventLoopConfined
final class SequenceCheck {
    /** What a number means after those before it. */
    enum Verdict {
        /** New, and higher than all before. */
        NEW,
        /** New, but a higher one came before it. */
        REORDERED,
        /** Received before. */
        DUPLICATE
    }

    private final boolean midway;
    /** By slot; 0 = nothing received yet. */
    private final int[] highest;
    /** By slot, and null while no number is missing anywhere, as it should be. */
    private @Nullable MissingNumbers[] missing = {};

    /** @param midway whether the first number received is to be taken as the beginning */
    SequenceCheck(int slots, boolean midway) {
        this.midway = midway;
        this.highest = new int[slots];
    }

    Verdict received(int slot, long number) {
        int last = highest[slot];
        if (number == last + 1L) {
            highest[slot] = last + 1;
            return Verdict.NEW;
        }
        return unexpected(slot, last, number);
    }

    private Verdict unexpected(int slot, int last, long number) {
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected a number from 1 but was " + number);
        }
        if (number > last) {
            highest[slot] = (int) number;
            if (last > 0 || !midway) {
                missingOf(slot).add(last + 1, (int) number - 1);
            }
            return Verdict.NEW;
        }
        return missingOf(slot).remove((int) number) ? Verdict.REORDERED : Verdict.DUPLICATE;
    }

    /** How many of {@code published} numbers have not come; for one that joined midway, of those behind its first. */
    long missing(int slot, long published) {
        long inside = missing.length == 0 || missing[slot] == null ? 0 : missing[slot].count();
        boolean nothingKnown = midway && highest[slot] == 0;
        return inside + (nothingKnown ? 0 : Math.max(0, published - highest[slot]));
    }

    /** How many numbers are missing below the highest received. */
    long missingInside(int slot) {
        return missing(slot, 0);
    }

    private MissingNumbers missingOf(int slot) {
        if (missing.length == 0) {
            missing = new MissingNumbers[highest.length];
        }
        MissingNumbers found = missing[slot];
        if (found == null) {
            found = new MissingNumbers();
            missing[slot] = found;
        }
        return found;
    }
}
