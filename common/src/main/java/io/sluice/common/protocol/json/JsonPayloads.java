package io.sluice.common.protocol.json;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import java.io.IOException;
import java.util.Arrays;

/** Checks bytes from outside, such as a message published into Redis, before they are embedded in JSON frames. */
public final class JsonPayloads {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonPayloads() {}

    /**
     * The payload that the bytes are, without surrounding white space and raw newlines.
     *
     * <p>Takes ownership of the array: the payload may share it. The value {@code null} is {@link Payload#EMPTY}, as it is
     * in a command.
     *
     * @throws MalformedFrameException if the bytes are not exactly one JSON value in UTF-8, nested at most 256 levels deep
     */
    public static Payload parse(byte[] bytes) {
        int start = 0;
        int end = bytes.length;
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        if (isNull(bytes, start, end)) {
            return Payload.EMPTY;
        }
        requireOneValue(bytes, start, end);
        boolean whole = start == 0 && end == bytes.length;
        return whole ? RawJson.withoutNewlines(bytes) : RawJson.copy(bytes, start, end);
    }

    private static void requireOneValue(byte[] bytes, int start, int end) {
        StrictText.require(bytes, start, end);
        try (JsonCursor in = new JsonCursor(bytes, start, end)) {
            if (!in.next()) {
                throw new MalformedFrameException("expected a JSON value but found nothing");
            }
            in.skip();
            if (in.next()) {
                throw new MalformedFrameException("expected one JSON value but found more");
            }
        } catch (IOException e) {
            throw JsonCursor.malformed(e);
        }
    }

    private static boolean isNull(byte[] bytes, int start, int end) {
        return Arrays.equals(bytes, start, end, NULL, 0, NULL.length);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || RawJson.isNewline(value);
    }
}
