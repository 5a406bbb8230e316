package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;

/**
 * Protocol messages for clients with permessage-deflate. A message is compressed when it is first needed on this node, and
 * becomes a piece that every frame with it is joined from ({@link MessageDeflater}).
 *
 * <p>A frame is compressed if any of its messages is; the others then lie in it as they are. One without any is sent plain, as
 * the extension allows: pings and short answers cost neither side anything.
 */
@EventLoopConfined
final class DeflatedFormat implements WireFormat {

    private final DeflatedFraming framing;
    private final FrameCodec codec;
    private final MessageDeflater deflater;
    private final LoopCounters counters;

    DeflatedFormat(DeflatedFraming framing, FrameCodec codec, MessageDeflater deflater, LoopCounters counters) {
        this.framing = framing;
        this.codec = codec;
        this.deflater = deflater;
        this.counters = counters;
    }

    @Override
    public int index() {
        return framing.index();
    }

    @Override
    public int encoding() {
        return framing.encoding();
    }

    @Override
    public byte[] encode(Reply reply) {
        byte[] message = codec.encode(reply);
        byte[] piece = deflater.piece(message);
        if (piece.length < message.length) {
            counters.deflatedMessages.add(1);
            counters.deflatedPlainBytes.add(message.length);
            counters.deflatedBytes.add(piece.length);
        }
        return piece;
    }

    @Override
    public ByteBuf frame(List<byte[]> pieces, int bytes) {
        for (int i = 0; i < pieces.size(); i++) {
            if (!MessageDeflater.isPlain(pieces.get(i))) {
                return compressed(pieces, bytes);
            }
        }
        return plain(pieces, bytes);
    }

    private ByteBuf compressed(List<byte[]> pieces, int bytes) {
        ByteBuf frame = framing.beginCompressed(pieces.size(), bytes);
        frame.writeBytes(pieces.get(0));
        for (int i = 1; i < pieces.size(); i++) {
            framing.separateCompressed(frame);
            frame.writeBytes(pieces.get(i));
        }
        return frame;
    }

    private ByteBuf plain(List<byte[]> pieces, int bytes) {
        int plainBytes = bytes - pieces.size() * MessageDeflater.PLAIN_OVERHEAD_BYTES;
        ByteBuf frame = framing.beginPlain(pieces.size(), plainBytes);
        MessageDeflater.writePlain(pieces.get(0), frame);
        for (int i = 1; i < pieces.size(); i++) {
            framing.separatePlain(frame);
            MessageDeflater.writePlain(pieces.get(i), frame);
        }
        return frame;
    }
}
