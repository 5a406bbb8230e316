package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Deflates protocol messages for permessage-deflate (RFC 7692, section 7.2.1), each with an empty window.
 *
 * <p>What it makes is a <em>piece</em>: deflate blocks without the 4 bytes {@code 00 00 FF FF} at their end. A piece is a whole
 * WebSocket message by itself. Several with {@link #writeSeparator} between them are one too, which inflates to their messages with
 * a newline between them; so a piece is made once and serves every connection, whatever else that connection receives.
 *
 * <p>Limits: a piece is at most {@link #storedLength} long. The JDK's deflater has some 270 KB outside the heap, which are freed
 * with this object.
 */
@EventLoopConfined
final class MessageDeflater {

    /** Bytes between two pieces of one WebSocket message. */
    static final int SEPARATOR_BYTES = 5;

    /**
     * Length and its complement of a block that is not compressed and holds one byte; the newline follows. The head of the block is
     * the last byte of the piece before: what was cut off there is an empty block of the same kind.
     */
    private static final int LENGTH_1_AND_COMPLEMENT = 0x0100FEFF;

    /** What a flush ends with and RFC 7692 leaves out. */
    private static final int TAIL_BYTES = 4;

    /** Most bytes of a block that is not compressed: its length has 16 bits. */
    private static final int MAX_STORED_BLOCK = 0xFFFF;

    /** Type, length and complement of such a block. */
    private static final int STORED_HEAD_BYTES = 5;

    /** Output up to this size needs no new array: far more than a usual publication's, and little for each loop. */
    private static final int SCRATCH_BYTES = 64 << 10;

    private final Deflater deflater;
    private final int minBytes;
    private final byte[] scratch = new byte[SCRATCH_BYTES];

    /**
     * A deflater for one event loop.
     *
     * @param level 1 (fastest) to 9 (smallest)
     * @param minBytes messages below this size are not worth the time, and are only wrapped as a piece
     */
    MessageDeflater(int level, int minBytes) {
        this.deflater = new Deflater(level, true);
        this.minBytes = minBytes;
    }

    /** Writes what stands between two pieces. */
    static void writeSeparator(ByteBuf target) {
        target.writeInt(LENGTH_1_AND_COMPLEMENT).writeByte('\n');
    }

    /** Length of the piece for a message of so many bytes if it is not compressed: 6 bytes more up to 64 KiB. */
    static int storedLength(int messageLength) {
        return messageLength + storedBlocks(messageLength) * STORED_HEAD_BYTES + 1;
    }

    /** The piece for a message; it is not compressed if that would make it larger. */
    byte[] piece(byte[] message) {
        if (message.length < minBytes) {
            return stored(message);
        }
        // No larger, so that the deflater gives up where compressing no longer pays.
        int capacity = storedLength(message.length) - 1 + TAIL_BYTES;
        byte[] output = capacity <= scratch.length ? scratch : new byte[capacity];
        deflater.reset();
        deflater.setInput(message);
        int length = deflater.deflate(output, 0, capacity, Deflater.SYNC_FLUSH);
        // With room left the flush is complete, and so the output ends with the tail.
        return length < capacity ? Arrays.copyOf(output, length - TAIL_BYTES) : stored(message);
    }

    private static byte[] stored(byte[] message) {
        byte[] piece = new byte[storedLength(message.length)];
        int to = 0;
        for (int from = 0; from < message.length; from += MAX_STORED_BLOCK) {
            int length = Math.min(MAX_STORED_BLOCK, message.length - from);
            piece[to++] = 0;
            piece[to++] = (byte) length;
            piece[to++] = (byte) (length >> 8);
            piece[to++] = (byte) ~length;
            piece[to++] = (byte) (~length >> 8);
            System.arraycopy(message, from, piece, to, length);
            to += length;
        }
        return piece; // Its last byte, 0, is the head of the block that was cut off, or of the separator.
    }

    private static int storedBlocks(int messageLength) {
        return (messageLength + MAX_STORED_BLOCK - 1) / MAX_STORED_BLOCK;
    }
}
