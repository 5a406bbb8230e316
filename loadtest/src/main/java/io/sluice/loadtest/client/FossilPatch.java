package io.sluice.loadtest.client;

import io.sluice.loadtest.measure.ThreadConfined;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * What has changed from one document to the next, in the delta format of the Fossil version control system: the size of the
 * new document, parts of the old one to copy ({@code length@from,}), new parts ({@code length:bytes}), and a checksum
 * ({@code sum;}). Numbers have the base 64 and digits of their own.
 *
 * <p>Threading: for one thread.
 */
@ThreadConfined
public final class FossilPatch {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    private static final int BASE = 64;
    /** Above any document of a load test; a number beyond it is a fault of the patch. */
    private static final int MAX_NUMBER_DIGITS = 6;

    private final byte[] before;
    private final byte[] patch;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private int at;

    private FossilPatch(byte[] before, byte[] patch) {
        this.before = before;
        this.patch = patch;
    }

    /**
     * The new document.
     *
     * @throws IOException when the patch is malformed, or was made for another document
     */
    public static byte[] apply(byte[] before, byte[] patch) throws IOException {
        return new FossilPatch(before, patch).apply();
    }

    private byte[] apply() throws IOException {
        long size = number();
        expect(sign() == '\n', "a newline behind the size");
        while (true) {
            long number = number();
            switch (sign()) {
                case '@' -> copy(number);
                case ':' -> insert(number);
                case ';' -> {
                    byte[] made = document.toByteArray();
                    expect(at == patch.length, "nothing behind the checksum");
                    expect(made.length == size && checksum(made) == number, "the document that it was made for");
                    return made;
                }
                default -> throw fault("one of @ : ;");
            }
        }
    }

    private void copy(long length) throws IOException {
        long from = number();
        expect(sign() == ',', "a comma behind a copy");
        expect(from + length <= before.length, "a part of the document before");
        document.write(before, (int) from, (int) length);
    }

    private void insert(long length) throws IOException {
        expect(length <= patch.length - at, "as many bytes as announced");
        document.write(patch, at, (int) length);
        at += (int) length;
    }

    private char sign() throws IOException {
        expect(at < patch.length, "more");
        return (char) patch[at++];
    }

    private long number() throws IOException {
        long number = 0;
        int begin = at;
        while (at < patch.length && DIGITS.indexOf(patch[at]) >= 0) {
            number = number * BASE + DIGITS.indexOf(patch[at++]);
        }
        expect(at > begin && at - begin <= MAX_NUMBER_DIGITS, "a number");
        return number;
    }

    /** The sum of all words of four bytes, the first byte highest; what is missing in the last word counts as 0. */
    private static long checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xffL) << (24 - 8 * (i % 4));
        }
        return sum & 0xffff_ffffL;
    }

    private void expect(boolean met, String what) throws IOException {
        if (!met) {
            throw fault(what);
        }
    }

    private IOException fault(String expected) {
        return new IOException("expected " + expected + " at byte " + at + " of a patch of " + patch.length);
    }
}
