package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;

/** Protocol messages as unfragmented WebSocket text frames. */
final class JsonTextFormat implements WireFormat {

    private static final int INDEX = 0;

    private final FrameCodec codec;

    JsonTextFormat(FrameCodec codec) {
        this.codec = codec;
    }

    @Override
    public int index() {
        return INDEX;
    }

    @Override
    public int encoding() {
        return JSON;
    }

    @Override
    public byte[] encode(Reply reply) {
        return codec.encode(reply);
    }

    /** Messages are separated by newlines, as the protocol has it. */
    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        ByteBuf frame = FrameHeader.begin(FrameHeader.TEXT, bytes + messages.size() - 1);
        frame.writeBytes(messages.get(0));
        for (int i = 1; i < messages.size(); i++) {
            frame.writeByte('\n').writeBytes(messages.get(i));
        }
        return frame;
    }
}
