package io.sluice.common.protocol.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.WireFormat;
import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes protobuf messages into one growing array, in one pass.
 *
 * <p>Fields are named by their numbers, and left out when they are zero, as protobuf does. A message inside another is written
 * between {@link #begin(int)} and {@link #end}; its length is put before it when it is known, so what is in it moves by a byte or
 * two if it is longer than 127 bytes.
 *
 * <p>Threading: never leaves the call that made it, which is stricter than confined to that call's loop.
 */
@EventLoopConfined
final class ProtobufWriter {
    private static final int MAP_KEY = 1;
    private static final int MAP_VALUE = 2;

    /** Messages inside each other: a reply has its push, publication, tags and what is in them. */
    private static final int MAX_NESTING = 8;

    private static final int LONGEST_VARINT = 10; // bytes of a negative number

    private byte[] bytes;
    private int size;

    // Where the content of each message that is open begins; its length is to be put before.
    private final int[] starts = new int[MAX_NESTING];
    private int open;

    /** Starts with room for {@code capacity} bytes. */
    ProtobufWriter(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Begins a message of a frame: it has its length before it, but no field number. */
    void begin() {
        starts[open++] = size;
    }

    /** Begins the message in a field. */
    void begin(int field) {
        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        begin();
    }

    /** Ends the message that was begun last. */
    void end() {
        int start = starts[--open];
        int length = size - start;
        int lengthBytes = varintLength(length);
        reserve(lengthBytes);
        System.arraycopy(bytes, start, bytes, start + lengthBytes, length);
        size = start;
        varint(length);
        size += length;
    }

    /** The field is there and has an empty message. */
    void empty(int field) {
        begin(field);
        end();
    }

    void text(int field, String value) {
        if (!value.isEmpty()) {
            content(field, value.getBytes(UTF_8));
        }
    }

    void payload(int field, Payload value) {
        if (!value.isEmpty()) {
            content(field, value.bytes());
        }
    }

    /** A number of any integer type but the zigzag ones. */
    void number(int field, long value) {
        if (value != 0) {
            tag(field, WireFormat.WIRETYPE_VARINT);
            varint(value);
        }
    }

    void flag(int field, boolean value) {
        number(field, value ? 1 : 0);
    }

    void textMap(int field, Map<String, String> map) {
        map.forEach((key, value) -> {
            begin(field);
            text(MAP_KEY, key);
            text(MAP_VALUE, value);
            end();
        });
    }

    /** Begins the entry of a map, and the message that is its value; both end with {@link #endEntry}. */
    void beginEntry(int field, String key) {
        begin(field);
        text(MAP_KEY, key);
        begin(MAP_VALUE);
    }

    void endEntry() {
        end();
        end();
    }

    private void content(int field, byte[] value) {
        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        varint(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    private void varint(long value) {
        reserve(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private static int varintLength(int value) {
        int length = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        return length;
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
