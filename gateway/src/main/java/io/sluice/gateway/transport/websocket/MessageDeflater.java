package io.sluice.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Deflates protocol messages for permessage-deflate (RFC 7692, section 7.2.1), each with an empty window.
 *
 * <p>What it makes is a <em>piece</em>: deflate blocks without the 4 bytes {@code 00 00 FF FF} at their end. A piece is a whole
 * WebSocket message by itself. Several with {@link #writeNewline} between them are one too, which inflates to their messages with
 * a newline between them, and with {@link #writeJoint} to their messages with nothing between them; so a piece is made once and serves every connection, whatever else that connection receives.
 *
 * <p>Limits: a piece is shorter than its message, or 6 bytes longer, and 5 for each further 64 KiB. The JDK's deflater has some 270 KB outside the heap, which are freed
 * with this object.
 */
@EventLoopConfined
final class MessageDeflater {

    /** Bytes between two pieces of one WebSocket message whose protocol messages are separated by newlines. */
    static final int NEWLINE_BYTES = 5;

    /** Bytes between two pieces of one WebSocket message whose protocol messages follow each other at once. */
    static final int JOINT_BYTES = 4;

    /** What a piece that {@link #isPlain} has around its message. */
    static final int PLAIN_OVERHEAD_BYTES = 6;

    /** Shorter messages of this protocol came out as long as they were: there is too little in them to refer back to. */
    private static final int SHORTEST_COMPRESSED = 64;

    /**
     * Length and its complement of a block that is not compressed and holds one byte; the newline follows. The head of the block is
     * the last byte of the piece before: what was cut off there is an empty block of the same kind.
     */
    private static final int LENGTH_1_AND_COMPLEMENT = 0x0100FEFF;

    /** The same of a block that holds nothing. */
    private static final int LENGTH_0_AND_COMPLEMENT = 0x0000FFFF;

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
     * @param minBytes messages below this size are not worth the time, and are only wrapped as a piece; so are those that cannot
     *     get shorter
     */
    MessageDeflater(int level, int minBytes) {
        this.deflater = new Deflater(level, true);
        this.minBytes = Math.max(minBytes, SHORTEST_COMPRESSED);
    }

    /** Writes what inflates to a newline between the messages of two pieces. */
    static void writeNewline(ByteBuf target) {
        target.writeInt(LENGTH_1_AND_COMPLEMENT).writeByte('\n');
    }

    /** Writes what inflates to nothing between the messages of two pieces. */
    static void writeJoint(ByteBuf target) {
        target.writeInt(LENGTH_0_AND_COMPLEMENT);
    }

    /** Whether {@code piece} is nothing but its message in one block that is not compressed. */
    static boolean isPlain(byte[] piece) {
        int length = piece.length - PLAIN_OVERHEAD_BYTES;
        return length >= 0
                && length <= MAX_STORED_BLOCK
                && piece[0] == 0
                && piece[1] == (byte) length
                && piece[2] == (byte) (length >> 8);
    }

    /** Writes the message of a piece that {@link #isPlain}. */
    static void writePlain(byte[] piece, ByteBuf target) {
        target.writeBytes(piece, STORED_HEAD_BYTES, piece.length - PLAIN_OVERHEAD_BYTES);
    }

    /** The piece for a message; it is compressed only if that makes it shorter. */
    byte[] piece(byte[] message) {
        if (message.length < minBytes) {
            return stored(message);
        }
        // No larger, so that the deflater gives up where compressing no longer pays.
        int capacity = message.length + TAIL_BYTES;
        byte[] output = capacity <= scratch.length ? scratch : new byte[capacity];
        deflater.reset();
        deflater.setInput(message);
        int length = deflater.deflate(output, 0, capacity, Deflater.SYNC_FLUSH);
        // With room left the flush is complete, and so the output ends with the tail.
        return length < capacity ? Arrays.copyOf(output, length - TAIL_BYTES) : stored(message);
    }

    private static byte[] stored(byte[] message) {
        int blocks = Math.max(1, (message.length + MAX_STORED_BLOCK - 1) / MAX_STORED_BLOCK);
        byte[] piece = new byte[message.length + blocks * STORED_HEAD_BYTES + 1];
        int to = 0;
        for (int block = 0; block < blocks; block++) {
            int from = block * MAX_STORED_BLOCK;
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
}
