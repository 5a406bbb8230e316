package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;

/**
 * Protocol messages as unmasked, unfragmented WebSocket text frames (RFC 6455, section 5.2) in direct memory, so that sockets
 * send them without a copy.
 */
final class JsonTextFormat implements WireFormat {

    private static final int INDEX = 0;

    private static final int FINAL_TEXT = 0x81;

    /** Largest payload whose length fits the second byte; larger ones have 2 or 8 more bytes of length. */
    private static final int MAX_TINY = 125;

    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int MAX_SHORT = 0xFFFF;

    private final FrameCodec codec;

    JsonTextFormat(FrameCodec codec) {
        this.codec = codec;
    }

    @Override
    public int index() {
        return INDEX;
    }

    @Override
    public byte[] encode(Reply reply) {
        return codec.encode(reply);
    }

    /** Messages are separated by newlines, as the protocol has it. */
    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        int length = bytes + messages.size() - 1;
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(headerLength(length) + length);
        frame.writeByte(FINAL_TEXT);
        writeLength(frame, length);
        frame.writeBytes(messages.get(0));
        for (int i = 1; i < messages.size(); i++) {
            frame.writeByte('\n').writeBytes(messages.get(i));
        }
        return frame;
    }

    private static int headerLength(int length) {
        if (length <= MAX_TINY) {
            return 2;
        }
        return length <= MAX_SHORT ? 4 : 10;
    }

    private static void writeLength(ByteBuf frame, int length) {
        if (length <= MAX_TINY) {
            frame.writeByte(length);
        } else if (length <= MAX_SHORT) {
            frame.writeByte(LENGTH_IN_2_BYTES).writeShort(length);
        } else {
            frame.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
        }
    }
}
