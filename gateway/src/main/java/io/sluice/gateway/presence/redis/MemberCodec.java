package io.sluice.gateway.presence.redis;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.vertx.core.buffer.Buffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/*
 * The bytes of a member in Redis: user, connection info and channel info, each behind its length of 4 bytes (big-endian), and
 * before each of the infos a byte that is 1 if it is binary. The user comes first because the scripts read it, to count. The
 * client is the name of the field that has this for its value. What comes behind belongs to a newer version.
 */
/** Turns members into the bytes that lie in Redis, and back. */
final class MemberCodec {

    private MemberCodec() {}

    static Buffer encode(ClientInfo info) {
        byte[] user = info.user().getBytes(StandardCharsets.UTF_8);
        Buffer out = Buffer.buffer().appendInt(user.length).appendBytes(user);
        payload(out, info.connectionInfo());
        payload(out, info.channelInfo());
        return out;
    }

    /** The member, or null when the bytes are none. */
    static @Nullable ClientInfo decode(String client, byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            String user = new String(bytes(in), StandardCharsets.UTF_8);
            return new ClientInfo(user, client, payload(in), payload(in));
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static void payload(Buffer out, Payload payload) {
        out.appendByte((byte) (payload.isBinary() ? 1 : 0))
                .appendInt(payload.size())
                .appendBytes(payload.bytes());
    }

    private static Payload payload(ByteBuffer in) {
        boolean binary = in.get() == 1;
        byte[] bytes = bytes(in);
        return binary ? Payload.binary(bytes) : Payload.of(bytes);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
