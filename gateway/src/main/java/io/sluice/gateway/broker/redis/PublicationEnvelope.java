package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The bytes of a publication between nodes:
 *
 *   0x01  { field  length  value }*  0x00  data
 *
 * where a length is 4 bytes, big-endian, and data takes the rest. A JSON value never begins with 0x01, so anything that begins
 * otherwise is a publication which somebody sent by hand. Readers skip fields that they do not know: nodes of two versions
 * can share channels while a cluster is being upgraded.
 */
/** Turns publications into the bytes that travel between nodes, and back. */
final class PublicationEnvelope {

    /** First byte of an envelope. */
    static final byte MARK = 0x01;

    private static final byte DATA = 0;
    private static final byte TIME = 1;
    private static final byte USER = 2;
    private static final byte CLIENT = 3;
    private static final byte CONNECTION_INFO = 4;
    private static final byte CHANNEL_INFO = 5;
    private static final byte TAG_NAME = 6;
    private static final byte TAG_VALUE = 7;

    private PublicationEnvelope() {}

    static Buffer encode(Publication publication) {
        Buffer out = Buffer.buffer(publication.data().size() + 64).appendByte(MARK);
        if (publication.time() != 0) {
            out.appendByte(TIME).appendInt(Long.BYTES).appendLong(publication.time());
        }
        ClientInfo info = publication.info();
        if (info != null) {
            field(out, USER, info.user());
            field(out, CLIENT, info.client());
            field(out, CONNECTION_INFO, info.connectionInfo());
            field(out, CHANNEL_INFO, info.channelInfo());
        }
        publication.tags().forEach((name, value) -> {
            field(out, TAG_NAME, name);
            field(out, TAG_VALUE, value);
        });
        return out.appendByte(DATA).appendBytes(publication.data().bytes());
    }

    /** Reads an envelope from the position to the limit of {@code bytes}, or returns null when the bytes are none. */
    static @Nullable Publication decode(ByteBuffer bytes) {
        Reader reader = new Reader(bytes);
        return reader.read() ? reader.publication() : null;
    }

    private static void field(Buffer out, byte field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.appendByte(field).appendInt(bytes.length).appendBytes(bytes);
    }

    private static void field(Buffer out, byte field, Payload value) {
        if (!value.isEmpty()) {
            out.appendByte(field).appendInt(value.size()).appendBytes(value.bytes());
        }
    }

    /** One pass over the bytes; what it has seen so far. */
    @EventLoopConfined
    private static final class Reader {

        private final ByteBuffer bytes;
        private long time;
        private @Nullable String user;
        private String client = "";
        private Payload connectionInfo = Payload.EMPTY;
        private Payload channelInfo = Payload.EMPTY;
        private String tagName = "";
        private Map<String, String> tags = Map.of();

        Reader(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        /** Whether the bytes are a whole envelope; only the data are then left to read. */
        boolean read() {
            if (bytes.remaining() < 2 || bytes.get() != MARK) {
                return false;
            }
            while (bytes.hasRemaining()) {
                byte field = bytes.get();
                if (field == DATA) {
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
            switch (field) {
                case TIME -> {
                    if (length != Long.BYTES) {
                        return false;
                    }
                    time = bytes.getLong();
                }
                case USER -> user = text(length);
                case CLIENT -> client = text(length);
                case CONNECTION_INFO -> connectionInfo = payload(length);
                case CHANNEL_INFO -> channelInfo = payload(length);
                case TAG_NAME -> tagName = text(length);
                case TAG_VALUE -> {
                    if (tags.isEmpty()) {
                        tags = new LinkedHashMap<>();
                    }
                    tags.put(tagName, text(length));
                }
                default -> bytes.position(bytes.position() + length); // A field of a newer version.
            }
            return true;
        }

        Publication publication() {
            Payload data = payload(bytes.remaining());
            ClientInfo info = user == null ? null : new ClientInfo(user, client, connectionInfo, channelInfo);
            return new Publication(data, info, 0, tags, DataForm.PLAIN, "", "", time);
        }

        private String text(int length) {
            return new String(bytes(length), StandardCharsets.UTF_8);
        }

        private Payload payload(int length) {
            return Payload.of(bytes(length));
        }

        private byte[] bytes(int length) {
            byte[] copy = new byte[length];
            bytes.get(copy);
            return copy;
        }
    }
}
