package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.ClientInfo;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A client that came or went, as nodes tell each other. */
final class MemberEnvelope {

    /** First byte of a join. */
    static final byte JOIN = 0x02;

    /** First byte of a leave. */
    static final byte LEAVE = 0x03;

    private MemberEnvelope() {}

    static Buffer encode(byte mark, ClientInfo info) {
        Buffer out = Buffer.buffer().appendByte(mark);
        EnvelopeFields.info(out, info);
        return out.appendByte(EnvelopeFields.DATA);
    }

    /** Who came, or went; null when the bytes are no envelope with this mark. */
    static @Nullable ClientInfo decode(byte mark, ByteBuffer bytes) {
        EnvelopeReader reader = new EnvelopeReader(bytes);
        return reader.read(mark) ? reader.info() : null;
    }
}
