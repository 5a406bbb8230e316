package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Applies patches in Fossil's delta format, as plainly as its description, and refuses everything that it does not allow. */
public final class FossilPatch {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    private final byte[] source;
    private final byte[] patch;
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();
    private final List<byte[]> literals = new ArrayList<>();
    private int index;

    private FossilPatch(byte[] source, byte[] patch) {
        this.source = source;
        this.patch = patch;
    }

    /** The target. */
    public static byte[] apply(byte[] source, byte[] patch) {
        FossilPatch application = new FossilPatch(source, patch);
        application.run();
        return application.target.toByteArray();
    }

    /** The parts of the target that the patch brings along. */
    static List<byte[]> literals(byte[] source, byte[] patch) {
        FossilPatch application = new FossilPatch(source, patch);
        application.run();
        return application.literals;
    }

    private void run() {
        long size = number();
        expect('\n');
        while (true) {
            long number = number();
            char sign = (char) patch[index++];
            switch (sign) {
                case '@' -> {
                    int from = (int) number();
                    expect(',');
                    target.write(source, from, (int) number);
                }
                case ':' -> literal((int) number);
                case ';' -> {
                    check(index == patch.length, "nothing behind the end");
                    check(target.size() == size, "a target of the announced size");
                    check(number == checksum(target.toByteArray()), "the checksum of the target");
                    return;
                }
                default -> throw new IllegalArgumentException("expected a sign but found " + sign);
            }
        }
    }

    private void literal(int length) {
        literals.add(Arrays.copyOfRange(patch, index, index + length));
        target.write(patch, index, length);
        index += length;
    }

    private long number() {
        int begin = index;
        long number = 0;
        while (DIGITS.indexOf(patch[index]) >= 0) {
            number = number * 64 + DIGITS.indexOf(patch[index++]);
        }
        check(index > begin, "a number");
        return number;
    }

    private void expect(char sign) {
        check(patch[index++] == sign, "the sign " + sign);
    }

    private void check(boolean met, String expectation) {
        if (!met) {
            throw new IllegalArgumentException("expected " + expectation + " at " + index + " of "
                    + new String(patch, isText(patch) ? UTF_8 : US_ASCII));
        }
    }

    private static boolean isText(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }

    private static long checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (long) (bytes[i] & 0xFF) << (24 - 8 * (i % 4));
        }
        return sum & 0xFFFF_FFFFL;
    }
}
