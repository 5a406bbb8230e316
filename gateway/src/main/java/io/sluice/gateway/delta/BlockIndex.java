package io.sluice.gateway.delta;

/**
 * Finds where in a source a block of bytes may be: every block that begins at a multiple of its size is in it. Of blocks with the same
 * hash the first in the source comes first, as the most may follow from there on.
 */
final class BlockIndex {

    /** What there is no block at. */
    static final int NONE = -1;

    // Spreads the bits of a block over the upper ones of the product: 2^64 divided by the golden ratio.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    // By hash, the number of the first block with it; by number, that of the next with the same hash. One more than it
    // is; 0 for none.
    private final int[] first;
    private final int[] next;
    private final int shift;

    BlockIndex(byte[] source) {
        int blocks = source.length / ByteBlock.SIZE;
        int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(blocks));
        shift = Long.SIZE - bits;
        first = new int[1 << bits];
        next = new int[blocks];
        for (int block = blocks - 1; block >= 0; block--) {
            int hash = hash(ByteBlock.longAt(source, block * ByteBlock.SIZE));
            next[block] = first[hash];
            first[hash] = block + 1;
        }
    }

    private int hash(long block) {
        return (int) ((block * SPREAD) >>> shift);
    }

    /** Where {@code block} may begin in the source, or {@link #NONE}. */
    int first(long block) {
        return position(first[hash(block)]);
    }

    /** Where else, after {@code position} was no good, or {@link #NONE}. */
    int next(int position) {
        return position(next[position / ByteBlock.SIZE]);
    }

    private static int position(int numberPlusOne) {
        return numberPlusOne == 0 ? NONE : (numberPlusOne - 1) * ByteBlock.SIZE;
    }
}
