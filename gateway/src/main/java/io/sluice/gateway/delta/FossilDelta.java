package io.sluice.gateway.delta;

import org.jspecify.annotations.Nullable;

/**
 * Makes patches in the delta format of the Fossil version control system, which Centrifugal clients apply.
 *
 * <p>A patch whose target is text in UTF-8 is text too, whatever the source: it is cut only between characters, so that a format
 * which carries text can carry it.
 *
 * <p>Threading: any thread; nothing is kept between calls. Time grows with the sum of both lengths, whatever is in them, and memory
 * with that of the source (about one and a half times it) and of the patch.
 */
public final class FossilDelta {

    /*
     * The format, as Fossil's documentation has it (https://fossil-scm.org/home/doc/trunk/www/delta_format.wiki): the size of the
     * target and a line feed; then segments, each either "count@offset," for a copy from the source or "count:bytes" for bytes
     * as they are; then "checksum;". Where to copy is the encoder's choice. Fossil's own looks for blocks of 16 bytes and rolls
     * a hash over the target; blocks here are shorter, as the documents of a feed differ in many places, and a window of that
     * size is cheaper to hash anew at each byte than to roll. What lies as far from the last copy in both documents is tried
     * first, for where one number took the place of another everything behind it does.
     */

    /**
     * Bytes without anything to copy after which one more is skipped at each step: where nothing was found for long, little will be,
     * and what is found is extended backwards over what was skipped.
     */
    private static final int BYTES_PER_SKIP = 256;

    /** Most bytes skipped: more gain little time, and cost short copies. */
    private static final int MAX_SKIPPED = 15;

    private FossilDelta() {}

    /**
     * A patch that makes {@code target} of {@code source}. It may be longer than the target, if the two have little in common; whoever
     * sends it compares.
     */
    public static byte[] encode(byte[] source, byte[] target) {
        PatchWriter patch = new PatchWriter(target);
        CopyFinder finder = new CopyFinder(source, target);
        int written = 0;
        int position = 0;
        int shift = 0;
        while (position <= target.length - ByteBlock.SIZE) {
            @Nullable Copy copy = finder.find(position, written, shift);
            if (copy == null) {
                position += 1 + Math.min(MAX_SKIPPED, (position - written) / BYTES_PER_SKIP);
                continue;
            }
            patch.literal(written, copy.to());
            patch.copy(copy);
            shift = copy.from() - copy.to();
            written = copy.end();
            position = written;
        }
        patch.literal(written, target.length);
        return patch.finish();
    }
}
