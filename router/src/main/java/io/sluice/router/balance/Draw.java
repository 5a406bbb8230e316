package io.sluice.router.balance;

import org.jspecify.annotations.Nullable;

/**
 * What is particular to one choice: whose turn it is, chance, and the key of whoever connects. Chance is a function of the
 * ticket, so that a choice can be repeated.
 *
 * @param ticket a number that grows by one from choice to choice, over its whole range and around
 * @param key what clients that belong together have in common, {@code null} if this one has none
 */
public record Draw(long ticket, @Nullable String key) {

    private static final double UNIT = 0x1.0p-53;
    private static final int UNUSED_BITS = 11;

    /** A draw without a key. */
    public static Draw of(long ticket) {
        return new Draw(ticket, null);
    }

    /**
     * A random number from 0 up to, and not including, 1.
     *
     * @param nth tells the random numbers of one draw apart
     */
    public double chance(int nth) {
        return (Mix.mix(ticket + Mix.mix(nth + 1L)) >>> UNUSED_BITS) * UNIT;
    }
}
