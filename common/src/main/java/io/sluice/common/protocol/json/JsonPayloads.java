package io.sluice.common.protocol.json;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.UnsuitablePayloadException;
import java.util.Arrays;

/** Checks bytes from outside, such as a message published into Redis, before they are embedded in JSON frames. */
public final class JsonPayloads {
    private static final String FIRST_OF_A_VALUE = "{[\"-0123456789tfn";
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

    /**
     * The payload that the bytes are: JSON, as {@link #parse} reads it, if they are one JSON value, and binary if not. Takes
     * ownership of the array.
     */
    public static Payload parseOrBinary(byte[] bytes) {
        if (!mayBeJson(bytes)) {
            return Payload.binary(bytes);
        }
        try {
            return parse(bytes);
        } catch (MalformedFrameException e) {
            return Payload.binary(bytes);
        }
    }

    /**
     * Whether a patch with these bytes can go to clients that speak JSON, to whom it is a string. One that cuts a character in two
     * cannot: then the whole document is to be sent.
     */
    public static boolean isText(byte[] patch) {
        return StrictText.isUtf8(patch);
    }

    static void requireJson(Payload payload) {
        if (payload.isBinary()) {
            throw new UnsuitablePayloadException("expected a JSON value but found other bytes");
        }
    }

    /** Spares most binary bytes the parser, whose refusals are expensive. */
    private static boolean mayBeJson(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && isSpace(bytes[start])) {
            start++;
        }
        return start < bytes.length && FIRST_OF_A_VALUE.indexOf(bytes[start]) >= 0;
    }

    private static void requireOneValue(byte[] bytes, int start, int end) {
        boolean more = JsonCursor.read(bytes, start, end - start, in -> {
            if (!in.next()) {
                throw new MalformedFrameException("expected a JSON value but found nothing");
            }
            in.skip();
            return in.next();
        });
        if (more) {
            throw new MalformedFrameException("expected one JSON value but found more");
        }
    }

    private static boolean isNull(byte[] bytes, int start, int end) {
        return Arrays.equals(bytes, start, end, NULL, 0, NULL.length);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || RawJson.isNewline(value);
    }
}
