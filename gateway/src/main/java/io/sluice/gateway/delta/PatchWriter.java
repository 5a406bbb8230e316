package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;

/** A patch as it is written, segment by segment. Made for one call, and confined to it. */
@EventLoopConfined
final class PatchWriter {

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~".getBytes(US_ASCII);

    private static final int BITS_PER_DIGIT = 6;
    private static final int DIGIT_MASK = (1 << BITS_PER_DIGIT) - 1;

    /** Enough for most patches of a feed's documents; it grows if it is not. */
    private static final int INITIAL_BYTES = 256;

    /** Room for a number and the sign behind it. */
    private static final int MAX_NUMBER_BYTES = 8;

    private final byte[] target;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    PatchWriter(byte[] target) {
        this.target = target;
        number(target.length, '\n');
    }

    /** Characters that a number takes, which counts as without a sign. */
    static int digits(int number) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number);
        return Math.max(1, (bits + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT);
    }

    void copy(Copy copy) {
        number(copy.length(), '@');
        number(copy.from(), ',');
    }

    /** The part of the target from {@code from} to {@code to} as it is; nothing if it is empty. */
    void literal(int from, int to) {
        int length = to - from;
        if (length > 0) {
            number(length, ':');
            makeRoom(length);
            System.arraycopy(target, from, bytes, size, length);
            size += length;
        }
    }

    /** Writes the checksum, and gives the patch. */
    byte[] finish() {
        number(checksum(target), ';');
        return Arrays.copyOf(bytes, size);
    }

    private void number(int number, char sign) {
        makeRoom(MAX_NUMBER_BYTES);
        for (int digit = digits(number) - 1; digit >= 0; digit--) {
            bytes[size++] = DIGITS[(number >>> (digit * BITS_PER_DIGIT)) & DIGIT_MASK];
        }
        bytes[size++] = (byte) sign;
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** The sum of all words of four bytes, as if the last one were filled up with zeros. */
    private static int checksum(byte[] bytes) {
        int sum = 0;
        int index = 0;
        for (; index <= bytes.length - Integer.BYTES; index += Integer.BYTES) {
            sum += ByteBlock.intAt(bytes, index);
        }
        for (int shift = 24; index < bytes.length; index++, shift -= 8) {
            sum += (bytes[index] & 0xFF) << shift;
        }
        return sum;
    }
}
