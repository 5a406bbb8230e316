package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass over the bytes of an envelope; what it has seen so far. */
@EventLoopConfined
final class EnvelopeReader {

    /** Every number of so many digits fits into 63 bits. */
    private static final int MAX_DIGITS = 18;

    private final ByteBuffer bytes;
    private long time;
    private long enteredUnixMicros;
    private long offset;
    private String epoch = "";
    private String channel = "";
    private boolean delta;
    private boolean binary;
    private @Nullable String user;
    private String client = "";
    private Payload connectionInfo = Payload.EMPTY;
    private Payload channelInfo = Payload.EMPTY;
    private String tagName = "";
    private Map<String, String> tags = Map.of();

    /** Reads from the position to the limit of {@code bytes}. */
    EnvelopeReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Whether the bytes are a whole envelope with this mark; only the data are then left to read. */
    boolean read(byte mark) {
        if (bytes.remaining() < 2 || bytes.get() != mark) {
            return false;
        }
        while (bytes.hasRemaining()) {
            byte field = bytes.get();
            if (field == EnvelopeFields.DATA) {
                return true;
            }
            if (bytes.remaining() < Integer.BYTES) {
                return false;
            }
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining() || !take(field, length)) {
                return false;
            }
        }
        return false;
    }

    private boolean take(byte field, int length) {
        int end = bytes.position() + length;
        switch (field) {
            case EnvelopeFields.TIME -> {
                if (length != Long.BYTES) {
                    return false;
                }
                time = bytes.getLong();
            }
            case EnvelopeFields.ENTERED -> {
                if (length != Long.BYTES) {
                    return false;
                }
                enteredUnixMicros = bytes.getLong();
            }
            case EnvelopeFields.OFFSET -> offset = number(length);
            case EnvelopeFields.EPOCH -> epoch = text(length);
            case EnvelopeFields.CHANNEL -> channel = text(length);
            case EnvelopeFields.DELTA -> delta = true;
            case EnvelopeFields.BINARY -> binary = true;
            case EnvelopeFields.USER -> user = text(length);
            case EnvelopeFields.CLIENT -> client = text(length);
            case EnvelopeFields.CONNECTION_INFO -> connectionInfo = Payload.of(copy(length));
            case EnvelopeFields.CHANNEL_INFO -> channelInfo = Payload.of(copy(length));
            case EnvelopeFields.BINARY_CONNECTION_INFO -> connectionInfo = Payload.binary(copy(length));
            case EnvelopeFields.BINARY_CHANNEL_INFO -> channelInfo = Payload.binary(copy(length));
            case EnvelopeFields.TAG_NAME -> tagName = text(length);
            case EnvelopeFields.TAG_VALUE -> tag(text(length));
            default -> {
                // A field of a newer version.
            }
        }
        bytes.position(end);
        return offset >= 0;
    }

    Publication publication() {
        byte[] data = copy(bytes.remaining());
        return new Publication(
                binary ? Payload.binary(data) : Payload.of(data),
                info(),
                offset,
                tags,
                DataForm.PLAIN,
                "",
                epoch,
                time);
    }

    /** The client that the envelope is of; null if it is of none. */
    @Nullable
    ClientInfo info() {
        return user == null ? null : new ClientInfo(user, client, connectionInfo, channelInfo);
    }

    boolean delta() {
        return delta;
    }

    /** 0 if it is not told. */
    long enteredUnixMicros() {
        return enteredUnixMicros;
    }

    String channel() {
        return channel;
    }

    private void tag(String value) {
        if (tags.isEmpty()) {
            tags = new LinkedHashMap<>();
        }
        tags.put(tagName, value);
    }

    /** A number from its digits, -1 if they are none. */
    private long number(int length) {
        if (length < 1 || length > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = bytes.get() - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    private String text(int length) {
        return new String(copy(length), StandardCharsets.UTF_8);
    }

    private byte[] copy(int length) {
        byte[] copy = new byte[length];
        bytes.get(copy);
        return copy;
    }
}
