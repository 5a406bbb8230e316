package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.common.protocol.PushCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;

/**
 * Bare pushes as WebSocket text frames, one for each, since the pages that read them parse each frame as one JSON value. Before an
 * empty one, which is a ping, goes a ping of the WebSocket protocol, so that clients which are no browsers notice it too.
 */
final class PushTextFormat implements WireFormat {

    private static final int INDEX = 7;

    private static final int PING_BYTES = 2;
    private static final int LARGEST_HEADER_BYTES = 10;

    private final PushCodec codec;

    PushTextFormat(PushCodec codec) {
        this.codec = codec;
    }

    @Override
    public int index() {
        return INDEX;
    }

    @Override
    public int encoding() {
        return UNI_JSON;
    }

    @Override
    public byte[] encode(Reply reply) {
        return codec.encode(reply);
    }

    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer(bytes + messages.size() * LARGEST_HEADER_BYTES);
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = messages.get(i);
            if (message.length == PING_BYTES) {
                FrameHeader.write(frames, FrameHeader.PING, 0);
            }
            FrameHeader.write(frames, FrameHeader.TEXT, message.length);
            frames.writeBytes(message);
        }
        return frames;
    }
}
