package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** How an unmasked WebSocket frame begins (RFC 6455, section 5.2). */
final class FrameHeader {

    /** First byte of a whole text message. */
    static final int TEXT = 0x81;

    /** First byte of a whole text message that is compressed: reserved bit 1 is set (RFC 7692, section 6). */
    static final int COMPRESSED_TEXT = 0xC1;

    /** First byte of a ping. */
    static final int PING = 0x89;

    /** First byte of a whole binary message. */
    static final int BINARY = 0x82;

    /** First byte of a whole binary message that is compressed. */
    static final int COMPRESSED_BINARY = 0xC2;

    /** Largest payload whose length fits the second byte; larger ones have 2 or 8 more bytes of length. */
    private static final int MAX_TINY = 125;

    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int MAX_SHORT = 0xFFFF;

    private FrameHeader() {}

    /** A direct buffer that holds the header and has room for {@code length} bytes of payload. The caller owns its reference. */
    static ByteBuf begin(int firstByte, int length) {
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(headerLength(length) + length);
        write(frame, firstByte, length);
        return frame;
    }

    /** Writes the header of a frame with {@code length} bytes of payload. */
    static void write(ByteBuf frame, int firstByte, int length) {
        frame.writeByte(firstByte);
        if (length <= MAX_TINY) {
            frame.writeByte(length);
        } else if (length <= MAX_SHORT) {
            frame.writeByte(LENGTH_IN_2_BYTES).writeShort(length);
        } else {
            frame.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
        }
    }

    private static int headerLength(int length) {
        if (length <= MAX_TINY) {
            return 2;
        }
        return length <= MAX_SHORT ? 4 : 10;
    }
}
