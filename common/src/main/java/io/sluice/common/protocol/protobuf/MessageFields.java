package io.sluice.common.protocol.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one message on the wire had in its fields, by their numbers.
 *
 * <p>As everywhere in protobuf, an absent field reads as its zero value, of a single value that occurs twice the last one counts,
 * and of a message that occurs twice all fields. Fields with larger numbers than requests have, and those of another wire type
 * than the caller expects, are as good as absent. The bytes are not copied until a payload is asked for.
 */
final class MessageFields {
    /** The largest number of a field that is of interest; what is beyond was added to the schema later. */
    private static final int MAX_NUMBER = 19;

    private static final int MAP_KEY = 1;
    private static final int MAP_VALUE = 2;

    // By field number; what a field had as a number, and each time that it had bytes.
    private final long[] numbers = new long[MAX_NUMBER + 1];
    private final List<List<ByteString>> bytes = new ArrayList<>();

    private MessageFields() {
        for (int i = 0; i <= MAX_NUMBER; i++) {
            bytes.add(List.of());
        }
    }

    /**
     * Reads a message, but not those inside it.
     *
     * @throws MalformedFrameException if the bytes are no message
     */
    static MessageFields read(ByteString message) {
        MessageFields fields = new MessageFields();
        fields.merge(message);
        return fields;
    }

    private void merge(ByteString message) {
        CodedInputStream in = message.newCodedInput();
        in.enableAliasing(true);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                readField(in, tag);
            }
        } catch (IOException e) {
            throw malformed();
        }
    }

    private void readField(CodedInputStream in, int tag) throws IOException {
        int number = WireFormat.getTagFieldNumber(tag);
        int type = WireFormat.getTagWireType(tag);
        if (number <= MAX_NUMBER && type == WireFormat.WIRETYPE_VARINT) {
            numbers[number] = in.readUInt64();
        } else if (number <= MAX_NUMBER && type == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            add(number, in.readBytes());
        } else if (!in.skipField(tag)) {
            throw malformed(); // The end of a group that did not begin.
        }
    }

    private void add(int number, ByteString value) {
        List<ByteString> values = bytes.get(number);
        if (values.isEmpty()) {
            bytes.set(number, List.of(value));
            return;
        }
        if (values.size() == 1) {
            values = new ArrayList<>(values);
            bytes.set(number, values);
        }
        values.add(value);
    }

    static MalformedFrameException malformed() {
        return new MalformedFrameException("expected protobuf messages but found something else");
    }

    /** Whether there is a message in the field, be it an empty one. */
    boolean has(int number) {
        return !bytes.get(number).isEmpty();
    }

    String text(int number) {
        return text(last(number));
    }

    boolean flag(int number) {
        return numbers[number] != 0;
    }

    /** A signed number of 64 bits. */
    long int64(int number) {
        return numbers[number];
    }

    /** A signed number of 32 bits; as in every protobuf library, more are cut off. */
    int int32(int number) {
        return (int) numbers[number];
    }

    long uint32(int number) {
        return Integer.toUnsignedLong((int) numbers[number]);
    }

    /** An unsigned number of the 63 bits that a long holds: no stream is that long, so a larger offset is nobody's. */
    long uint63(int number) {
        if (numbers[number] < 0) {
            throw new MalformedFrameException("expected an unsigned 63-bit number but found a larger one");
        }
        return numbers[number];
    }

    /** The bytes as they are, copied. */
    Payload raw(int number) {
        return Payload.of(last(number).toByteArray());
    }

    /** What an application sends: JSON if it is JSON, and binary if not. */
    Payload payload(int number) {
        ByteString value = last(number);
        return value.isEmpty() ? Payload.EMPTY : JsonPayloads.parseOrBinary(value.toByteArray());
    }

    /** The fields of the message in a field, none if there is none. */
    MessageFields message(int number) {
        MessageFields fields = new MessageFields();
        for (ByteString each : bytes.get(number)) {
            fields.merge(each);
        }
        return fields;
    }

    List<String> texts(int number) {
        List<String> texts = new ArrayList<>();
        for (ByteString each : bytes.get(number)) {
            texts.add(text(each));
        }
        return texts;
    }

    /** What {@code reader} makes of each message in a field that may have several. */
    <T> List<T> messages(int number, Function<MessageFields, T> reader) {
        List<T> messages = new ArrayList<>();
        for (ByteString each : bytes.get(number)) {
            messages.add(reader.apply(read(each)));
        }
        return messages;
    }

    Map<String, String> textMap(int number) {
        return map(number, entry -> entry.text(MAP_VALUE));
    }

    /** A map whose values are messages. */
    <T> Map<String, T> messageMap(int number, Function<MessageFields, T> reader) {
        return map(number, entry -> reader.apply(entry.message(MAP_VALUE)));
    }

    private <T> Map<String, T> map(int number, Function<MessageFields, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (ByteString each : bytes.get(number)) {
            MessageFields entry = read(each);
            map.put(entry.text(MAP_KEY), value.apply(entry));
        }
        return map;
    }

    private ByteString last(int number) {
        List<ByteString> values = bytes.get(number);
        return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
    }

    private static String text(ByteString value) {
        if (!value.isValidUtf8()) {
            throw new MalformedFrameException("expected UTF-8 text but found other bytes");
        }
        return value.toStringUtf8();
    }
}
