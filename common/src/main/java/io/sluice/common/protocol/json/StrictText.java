package io.sluice.common.protocol.json;

import io.sluice.common.protocol.MalformedFrameException;

/**
 * Checks what a JSON parser lets pass: that bytes are UTF-8 to the letter, and that escaped surrogates come in pairs.
 *
 * <p>Payloads travel to other clients unread, and some of them refuse such text as a whole frame; so it is refused here,
 * where it costs only the sender. One look at each byte, nothing allocated.
 */
final class StrictText {
    private static final int ESCAPE_LENGTH = 6; // of backslash, u and four hexadecimal digits
    private static final int[] SMALLEST_BY_LENGTH = {0, 0, 0x80, 0x800, Character.MIN_SUPPLEMENTARY_CODE_POINT};

    private StrictText() {}

    /** Refuses bytes from {@code start} (inclusive) to {@code end} (exclusive) that are not valid text. */
    static void require(byte[] bytes, int start, int end) {
        int index = start;
        while (index < end) {
            byte current = bytes[index];
            if (current == '\\') {
                index = afterEscape(bytes, index, end);
            } else if (current >= 0) {
                index++;
            } else {
                index = afterSequence(bytes, index, end);
            }
        }
    }

    /** Whether the bytes are UTF-8, whatever text they are. */
    static boolean isUtf8(byte[] bytes) {
        int index = 0;
        try {
            while (index < bytes.length) {
                index = bytes[index] >= 0 ? index + 1 : afterSequence(bytes, index, bytes.length);
            }
            return true;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    private static int afterSequence(byte[] bytes, int index, int end) {
        int first = bytes[index] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length > end - index) {
            throw notUtf8();
        }
        int codePoint = first & (0xFF >> (length + 1));
        for (int i = index + 1; i < index + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                throw notUtf8();
            }
            codePoint = (codePoint << 6) | (bytes[i] & 0x3F);
        }
        if (first < 0xC0 || first > 0xF7 || !isScalar(codePoint) || codePoint < SMALLEST_BY_LENGTH[length]) {
            throw notUtf8();
        }
        return index + length;
    }

    private static boolean isScalar(int codePoint) {
        return Character.isValidCodePoint(codePoint)
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    private static MalformedFrameException notUtf8() {
        return new MalformedFrameException("expected UTF-8 text but found other bytes");
    }

    /** Passes one escape, or two when they are a pair. Whether it is a legal escape at all is left to the parser. */
    private static int afterEscape(byte[] bytes, int index, int end) {
        int unit = escapedUnit(bytes, index, end);
        if (unit < 0) {
            return index + 2;
        }
        int next = index + ESCAPE_LENGTH;
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return next;
        }
        int low = escapedUnit(bytes, next, end);
        if (unit > Character.MAX_HIGH_SURROGATE
                || low < Character.MIN_LOW_SURROGATE
                || low > Character.MAX_LOW_SURROGATE) {
            throw new MalformedFrameException("expected a pair of escaped surrogates but found half of one");
        }
        return next + ESCAPE_LENGTH;
    }

    /** The UTF-16 unit that is escaped at {@code index}, or -1 if there is no such escape. */
    private static int escapedUnit(byte[] bytes, int index, int end) {
        if (end - index < ESCAPE_LENGTH || bytes[index] != '\\' || bytes[index + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = index + 2; i < index + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }
}
