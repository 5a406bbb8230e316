package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;

/**
 * Finds where the values of protocol RESP3 begin and end in an array of bytes, without making anything of them.
 *
 * <p>Each of the methods that look for a value returns whether all of it is there. If so, {@link #position} is behind it;
 * if not, behind the part that is known to be missing, as far as its length has been read.
 */
@EventLoopConfined
final class RespScanner {

    /** Redis allows no longer text. */
    static final int MAX_BULK_BYTES = 512 * 1024 * 1024;

    /** As deep as the parser goes. */
    static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private final int length;
    private int position;

    /* Of the bulk text found last. */
    private int bulkStart;
    private int bulkLength;

    /* Of the line read last: the number in it. */
    private int number;

    RespScanner(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int bulkStart() {
        return bulkStart;
    }

    int bulkLength() {
        return bulkLength;
    }

    /** Whether all of {@code prefix} is at {@code start}. */
    boolean startsWith(int start, byte[] prefix) {
        return length - start >= prefix.length
                && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    /**
     * Looks for a text of announced length.
     *
     * @throws IllegalStateException if what is at {@code start} is something else
     */
    boolean bulk(int start) {
        if (start >= length) {
            position = start + 1;
            return false;
        }
        if (bytes[start] != '$') {
            throw malformed(start);
        }
        if (!numberLine(start)) {
            return false;
        }
        if (number < 0 || number > MAX_BULK_BYTES) {
            throw malformed(start);
        }
        bulkStart = position;
        bulkLength = number;
        position = bulkStart + bulkLength + 2;
        if (position > length) {
            return false;
        }
        if (bytes[position - 2] != '\r' || bytes[position - 1] != '\n') {
            throw malformed(position - 2);
        }
        return true;
    }

    /**
     * Looks for a value of any type.
     *
     * @throws IllegalStateException if there can be none
     */
    boolean value(int start) {
        return value(start, 0);
    }

    private boolean value(int start, int depth) {
        if (start >= length) {
            position = start + 1;
            return false;
        }
        if (depth > MAX_DEPTH) {
            throw malformed(start);
        }
        return switch (bytes[start]) {
            case '+', '-', ':', ',', '(', '#', '_' -> line(start);
            case '$', '=', '!' -> text(start);
            case '*', '~', '>' -> values(start, 1, depth);
            case '%', '|' -> values(start, 2, depth);
            default -> throw malformed(start);
        };
    }

    /** A text may also be none at all, of length -1. */
    private boolean text(int start) {
        if (!numberLine(start)) {
            return false;
        }
        position += number < 0 ? 0 : number + 2;
        return position <= length;
    }

    private boolean values(int start, int perElement, int depth) {
        if (!numberLine(start)) {
            return false;
        }
        long count = (long) number * perElement;
        for (long i = 0; i < count; i++) {
            if (!value(position, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean line(int start) {
        for (int i = start + 1; i < length; i++) {
            if (bytes[i] == '\n') {
                position = i + 1;
                return true;
            }
        }
        position = length + 1;
        return false;
    }

    /** A type and then a number. */
    private boolean numberLine(int start) {
        int at = start + 1;
        boolean negative = at < length && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        for (; at < length && bytes[at] != '\r'; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(at);
            }
            value = value * 10 + digit;
            if (value > MAX_BULK_BYTES) {
                throw malformed(at);
            }
        }
        if (at + 1 >= length) {
            position = length + 1;
            return false;
        }
        if (bytes[at + 1] != '\n') {
            throw malformed(at + 1);
        }
        number = (int) (negative ? -value : value);
        position = at + 2;
        return true;
    }

    private IllegalStateException malformed(int at) {
        return new IllegalStateException("expected RESP3 but was byte " + bytes[at] + " at " + at);
    }
}
