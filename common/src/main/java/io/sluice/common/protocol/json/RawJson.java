package io.sluice.common.protocol.json;

import io.sluice.common.protocol.Payload;
import java.util.Arrays;

/**
 * Payloads out of bytes that are known to be one JSON value.
 *
 * <p>Raw newlines separate the objects of a frame, so a payload must have none. In valid JSON they occur only between tokens,
 * where they mean nothing: they can be cut out without a look at the structure.
 */
final class RawJson {
    private RawJson() {}

    /** A copy of the bytes from {@code start} to {@code end} without newlines. */
    static Payload copy(byte[] bytes, int start, int end) {
        return withoutNewlines(Arrays.copyOfRange(bytes, start, end));
    }

    /** Takes ownership of the bytes, and copies them only if there is a newline to cut. */
    static Payload withoutNewlines(byte[] value) {
        int kept = 0;
        for (byte current : value) {
            kept += isNewline(current) ? 0 : 1;
        }
        if (kept == value.length) {
            return Payload.of(value);
        }
        byte[] stripped = new byte[kept];
        int size = 0;
        for (byte current : value) {
            if (!isNewline(current)) {
                stripped[size++] = current;
            }
        }
        return Payload.of(stripped);
    }

    static boolean isNewline(byte value) {
        return value == '\n' || value == '\r';
    }
}
