package io.sluice.common.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON values of one range of bytes from front to back, each with the type that the caller expects.
 *
 * <p>A method that reads a value stands on its first token before the call and on its last one after. A value of another type is
 * a {@link MalformedFrameException}; text that is not JSON is an {@link IOException} whose message may repeat the text, so that
 * callers replace it by {@link #malformed}. Threading: used within one call, by one thread.
 */
final class JsonCursor implements Closeable {
    /**
     * Deepest nesting of arrays and objects, counted from the outside of a frame. Sane messages stay below ten; parsers of
     * receivers, which share the payload, start to fail at some hundreds. Deeper text is malformed.
     */
    static final int MAX_NESTING = 256;

    /** Largest unsigned 32-bit number. */
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    /*
     * Always UTF-8: with detection on, bytes that look like UTF-16 would be read as such, and byte offsets be lost.
     * Names are not interned, as peers choose them.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build();

    private final byte[] bytes;
    private final int start;
    private final JsonParser parser;

    JsonCursor(byte[] bytes, int start, int end) throws IOException {
        this.bytes = bytes;
        this.start = start;
        this.parser = FACTORY.createParser(bytes, start, end - start);
    }

    /**
     * What {@code reader} makes of the range of bytes, which it has to read to the end.
     *
     * @throws MalformedFrameException if they are not UTF-8, not JSON or not what the reader expects
     */
    static <T> T read(byte[] bytes, int offset, int length, ValueReader<T> reader) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        StrictText.require(bytes, offset, offset + length);
        try (JsonCursor in = new JsonCursor(bytes, offset, offset + length)) {
            return reader.read(in);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** What to tell about text that is not JSON. */
    private static MalformedFrameException malformed(IOException notJson) {
        String reason = notJson instanceof StreamConstraintsException
                ? "expected JSON within the limits but found more"
                : "expected JSON but found something else";
        return new MalformedFrameException(
                notJson instanceof JsonProcessingException at && at.getLocation() != null
                        ? reason + " near byte " + at.getLocation().getByteOffset()
                        : reason);
    }

    /** Steps to the next value at the top; false when there is none. */
    boolean next() throws IOException {
        return parser.nextToken() != null;
    }

    /** Checks that the value is an object and goes inside. */
    void enterObject() {
        require(JsonToken.START_OBJECT, "an object");
    }

    /** Steps to the value of the object's next field and returns the field's name, or null at the end of the object. */
    @Nullable
    String nextField() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Passes over the value, whatever it is. */
    void skip() throws IOException {
        parser.skipChildren();
        parser.finishToken();
    }

    String text() throws IOException {
        require(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    boolean bool() {
        if (parser.currentToken() != JsonToken.VALUE_FALSE) {
            require(JsonToken.VALUE_TRUE, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    int int32() throws IOException {
        return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "a signed 32-bit number");
    }

    long int64() throws IOException {
        return integer(Long.MIN_VALUE, Long.MAX_VALUE, "a signed 64-bit number");
    }

    long uint32() throws IOException {
        return integer(0, MAX_UINT32, "an unsigned 32-bit number");
    }

    /** An unsigned number of the 63 bits that a long holds: no stream is that long, so a larger offset is nobody's. */
    long uint63() throws IOException {
        return integer(0, Long.MAX_VALUE, "an unsigned 63-bit number");
    }

    private long integer(long min, long max, String expected) throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, expected);
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw unexpected(expected);
        }
        long value = parser.getLongValue();
        if (value < min || value > max) {
            throw unexpected(expected);
        }
        return value;
    }

    /** The bytes of the value as they are, without raw newlines. */
    Payload raw() throws IOException {
        int from = start + (int) parser.currentTokenLocation().getByteOffset();
        skip();
        int to = start + (int) parser.currentLocation().getByteOffset();
        return RawJson.copy(bytes, from, to);
    }

    /** An object whose values {@code reader} reads; fields that are null are left out. */
    <T> Map<String, T> map(ValueReader<T> reader) throws IOException {
        enterObject();
        Map<String, T> values = new LinkedHashMap<>();
        for (String name = nextField(); name != null; name = nextField()) {
            if (isNull()) {
                values.remove(name);
            } else {
                values.put(name, reader.read(this));
            }
        }
        return values;
    }

    /** An array whose elements {@code reader} reads; null is none that it could. */
    <T> List<T> list(ValueReader<T> reader) throws IOException {
        require(JsonToken.START_ARRAY, "an array");
        List<T> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(reader.read(this));
        }
        return values;
    }

    private void require(JsonToken token, String expected) {
        if (parser.currentToken() != token) {
            throw unexpected(expected);
        }
    }

    private MalformedFrameException unexpected(String expected) {
        return new MalformedFrameException("expected " + expected + " at byte "
                + parser.currentTokenLocation().getByteOffset() + " but found something else");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Reads the value that a cursor stands on; at the top, all that there is. */
    @FunctionalInterface
    interface ValueReader<T> {
        T read(JsonCursor in) throws IOException;
    }
}
