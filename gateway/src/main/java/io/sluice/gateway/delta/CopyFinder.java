package io.sluice.gateway.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds parts of a target that are worth copying from its source. */
final class CopyFinder {

    /**
     * Most places of the source that are tried for one of the target. So a source of thousands of equal blocks, which anybody may
     * publish, costs no more time than another; what is lost by it is the choice among many good places.
     */
    private static final int MAX_TRIED = 8;

    /** Least bytes saved: the part behind a copy needs a count of its own if it is not a copy, too. */
    private static final int MIN_SAVING = 3;

    private final byte[] source;
    private final byte[] target;
    private final BlockIndex index;
    private final boolean betweenCharacters;

    CopyFinder(byte[] source, byte[] target) {
        this.source = source;
        this.target = target;
        this.index = new BlockIndex(source);
        this.betweenCharacters = Utf8.isText(target);
    }

    /**
     * The best copy that has the block at {@code position} of the target in it; null if none is worth it.
     *
     * @param written how much of the target is in the patch already; the copy begins no earlier
     * @param shift offset in the source minus that in the target of what was copied last
     */
    @Nullable
    Copy find(int position, int written, int shift) {
        long block = ByteBlock.longAt(target, position);
        Copy best = null;
        int aligned = position + shift;
        if (aligned >= 0 && aligned <= source.length - ByteBlock.SIZE) {
            best = better(null, block, aligned, position, written);
        }
        int candidate = index.first(block);
        for (int tried = 0; candidate != BlockIndex.NONE && tried < MAX_TRIED; tried++) {
            best = better(best, block, candidate, position, written);
            candidate = index.next(candidate);
        }
        return best;
    }

    private @Nullable Copy better(@Nullable Copy best, long block, int from, int position, int written) {
        if (ByteBlock.longAt(source, from) != block) {
            return best;
        }
        Copy copy = extend(from, position, written);
        int least = best == null ? MIN_SAVING : best.saving() + 1;
        return copy.saving() >= least ? copy : best;
    }

    /** All that is equal around two places with equal blocks. */
    private Copy extend(int from, int position, int written) {
        int equal = Arrays.mismatch(source, from, source.length, target, position, target.length);
        int end = position + (equal < 0 ? target.length - position : equal);
        int start = position;
        int shift = from - position;
        while (start > written && start + shift > 0 && source[start + shift - 1] == target[start - 1]) {
            start--;
        }
        if (betweenCharacters) {
            start = Utf8.characterFrom(target, start);
            end = Utf8.characterBefore(target, end);
        }
        return new Copy(start + shift, start, end - start);
    }
}
