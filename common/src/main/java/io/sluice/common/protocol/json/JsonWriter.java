package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.UnsuitablePayloadException;
import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;

/**
 * Writes JSON into one growing array, in one pass.
 *
 * <p>Fields are written in the order of the calls; the plain methods leave zero values out, as the protocol does, and the
 * {@code always} ones do not. Names must need no escape. Not checked: that objects are closed as they were opened.
 * Threading: never leaves the call that made it, which is stricter than confined to that call's loop.
 */
@EventLoopConfined
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final int LONGEST_NUMBER = 20; // characters of Long.MIN_VALUE
    private static final int LONGEST_ESCAPE = 6; // characters of an escaped control character

    private byte[] bytes;
    private int size;

    /** Starts with room for {@code capacity} bytes, at least one. */
    JsonWriter(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void newline() {
        append('\n');
    }

    /** Opens an object that is no field: at the top, or in an array. */
    void begin() {
        separate();
        append('{');
    }

    void begin(String name) {
        name(name);
        append('{');
    }

    void empty(String name) {
        begin(name);
        end();
    }

    void end() {
        append('}');
    }

    void beginArray(String name) {
        name(name);
        append('[');
    }

    void endArray() {
        append(']');
    }

    void text(String name, String value) {
        if (!value.isEmpty()) {
            textAlways(name, value);
        }
    }

    void textAlways(String name, String value) {
        name(name);
        quoted(value);
    }

    void number(String name, long value) {
        if (value != 0) {
            numberAlways(name, value);
        }
    }

    void numberAlways(String name, long value) {
        name(name);
        reserve(LONGEST_NUMBER);
        if (value < 0) {
            bytes[size++] = '-';
        }
        digits(value < 0 ? value : -value);
    }

    void flag(String name, boolean value) {
        if (value) {
            name(name);
            ascii("true");
        }
    }

    /**
     * Embeds the bytes as they are.
     *
     * @throws UnsuitablePayloadException if they are no JSON value
     */
    void raw(String name, Payload value) {
        if (!value.isEmpty()) {
            if (value.isBinary()) {
                throw new UnsuitablePayloadException("expected a JSON value in " + name + " but found other bytes");
            }
            name(name);
            reserve(value.size());
            System.arraycopy(value.bytes(), 0, bytes, size, value.size());
            size += value.size();
        }
    }

    /**
     * Writes the bytes, which are text, as a string.
     *
     * @throws UnsuitablePayloadException if they are not UTF-8
     */
    void textOf(String name, Payload value) {
        if (!StrictText.isUtf8(value.bytes())) {
            throw new UnsuitablePayloadException("expected text in " + name + " but found other bytes");
        }
        name(name);
        quoted(value.bytes());
    }

    /** Opens the object of a map's entry: like {@link #begin(String)} with a name of any characters. */
    void beginEntry(String key) {
        key(key);
        append('{');
    }

    /** An entry of a map of strings: written even if the value is empty, as the key itself says something. */
    void textEntry(String key, String value) {
        key(key);
        quoted(value);
    }

    private void name(String name) {
        separate();
        append('"');
        ascii(name);
        append('"');
        append(':');
    }

    private void key(String key) {
        separate();
        quoted(key);
        append(':');
    }

    /** Puts a comma unless this is the first thing in an object, in an array, or in a line. */
    private void separate() {
        if (size > 0) {
            byte last = bytes[size - 1];
            if (last != '{' && last != '[' && last != '\n') {
                append(',');
            }
        }
    }

    private void quoted(String value) {
        quoted(value.getBytes(UTF_8));
    }

    private void quoted(byte[] utf8) {
        append('"');
        reserve(utf8.length);
        for (byte current : utf8) {
            if (current == '"' || current == '\\' || (current >= 0 && current < ' ')) {
                escaped(current);
            } else {
                append(current);
            }
        }
        append('"');
    }

    private void escaped(byte value) {
        reserve(LONGEST_ESCAPE);
        bytes[size++] = '\\';
        if (value >= ' ') {
            bytes[size++] = value;
            return;
        }
        ascii("u00");
        append(HEX[value >> 4]);
        append(HEX[value & 0xF]);
    }

    /** Writes the digits of a number that is given negative, so that there is one for every long. */
    private void digits(long negative) {
        int length = 1;
        for (long rest = negative / 10; rest != 0; rest /= 10) {
            length++;
        }
        long rest = negative;
        for (int i = size + length - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        size += length;
    }

    private void ascii(String value) {
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            bytes[size++] = (byte) value.charAt(i);
        }
    }

    private void append(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
