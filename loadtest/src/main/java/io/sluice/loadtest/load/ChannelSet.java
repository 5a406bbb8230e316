package io.sluice.loadtest.load;

import java.util.Arrays;

/** The numbers of the channels that one client subscribes, each with a dense slot from 0. Immutable. */
public final class ChannelSet {
    private final int[] ascending;

    private ChannelSet(int[] ascending) {
        this.ascending = ascending;
    }

    /** A set of these numbers, which must all be different and not below 0. */
    public static ChannelSet of(int... numbers) {
        int[] ascending = numbers.clone();
        Arrays.sort(ascending);
        for (int i = 0; i < ascending.length; i++) {
            if (ascending[i] < 0 || (i > 0 && ascending[i] == ascending[i - 1])) {
                throw new IllegalArgumentException(
                        "expected different numbers from 0 but was " + Arrays.toString(numbers));
            }
        }
        return new ChannelSet(ascending);
    }

    public int size() {
        return ascending.length;
    }

    public int numberAt(int slot) {
        return ascending[slot];
    }

    /** The slot of a channel, below 0 when the set does not have it. */
    public int slotOf(int number) {
        // Fan-out has one channel for each client; a search would cost more than the comparison.
        return ascending.length == 1 && ascending[0] == number ? 0 : Arrays.binarySearch(ascending, number);
    }
}
