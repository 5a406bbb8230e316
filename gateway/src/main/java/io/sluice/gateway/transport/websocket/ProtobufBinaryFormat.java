package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;

/** Protocol messages as unfragmented WebSocket binary frames. */
final class ProtobufBinaryFormat implements WireFormat {

    private static final int INDEX = 2;

    private final FrameCodec codec;

    ProtobufBinaryFormat(FrameCodec codec) {
        this.codec = codec;
    }

    @Override
    public int index() {
        return INDEX;
    }

    @Override
    public int encoding() {
        return PROTOBUF;
    }

    @Override
    public byte[] encode(Reply reply) {
        return codec.encode(reply);
    }

    /** Each message has its length before it, so nothing stands between them. */
    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        ByteBuf frame = FrameHeader.begin(FrameHeader.BINARY, bytes);
        for (int i = 0; i < messages.size(); i++) {
            frame.writeBytes(messages.get(i));
        }
        return frame;
    }
}
