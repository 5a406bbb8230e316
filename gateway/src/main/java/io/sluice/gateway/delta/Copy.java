package io.sluice.gateway.delta;

/**
 * A part of the target that the source has, too.
 *
 * @param from where it begins in the source
 * @param to where it begins in the target
 * @param length in bytes
 */
record Copy(int from, int to, int length) {

    /** Where it ends in the target. */
    int end() {
        return to + length;
    }

    /** Bytes by which the patch becomes shorter if this part is copied, at least; negative if it becomes longer. */
    int saving() {
        int segment = PatchWriter.digits(length) + 1 + PatchWriter.digits(from) + 1;
        return length - segment;
    }
}
