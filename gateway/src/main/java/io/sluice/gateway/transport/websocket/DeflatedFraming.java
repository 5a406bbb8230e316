package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.gateway.outbound.WireFormat;

/** What distinguishes compressed frames of the two forms of the protocol. */
enum DeflatedFraming {
    /** Text, with a newline between two messages. */
    JSON(1, WireFormat.DEFLATED_JSON, FrameHeader.TEXT, FrameHeader.COMPRESSED_TEXT, MessageDeflater.NEWLINE_BYTES, 1),
    /** Bytes, with nothing between two messages. */
    PROTOBUF(
            3,
            WireFormat.DEFLATED_PROTOBUF,
            FrameHeader.BINARY,
            FrameHeader.COMPRESSED_BINARY,
            MessageDeflater.JOINT_BYTES,
            0);

    private final int index;
    private final int encoding;
    private final int plain;
    private final int compressed;
    private final int separatorBytes;
    private final int plainSeparatorBytes;

    DeflatedFraming(int index, int encoding, int plain, int compressed, int separatorBytes, int plainSeparatorBytes) {
        this.index = index;
        this.encoding = encoding;
        this.plain = plain;
        this.compressed = compressed;
        this.separatorBytes = separatorBytes;
        this.plainSeparatorBytes = plainSeparatorBytes;
    }

    int index() {
        return index;
    }

    int encoding() {
        return encoding;
    }

    /** A frame for messages that are not compressed, with room for {@code bytes} of them. */
    ByteBuf beginPlain(int messages, int bytes) {
        return FrameHeader.begin(plain, bytes + (messages - 1) * plainSeparatorBytes);
    }

    /** A frame for pieces, with room for {@code bytes} of them. */
    ByteBuf beginCompressed(int pieces, int bytes) {
        return FrameHeader.begin(compressed, bytes + (pieces - 1) * separatorBytes);
    }

    /** Writes what stands between two messages. */
    void separatePlain(ByteBuf frame) {
        if (this == JSON) {
            frame.writeByte('\n');
        }
    }

    /** Writes what stands between two pieces. */
    void separateCompressed(ByteBuf frame) {
        if (this == JSON) {
            MessageDeflater.writeNewline(frame);
        } else {
            MessageDeflater.writeJoint(frame);
        }
    }
}
