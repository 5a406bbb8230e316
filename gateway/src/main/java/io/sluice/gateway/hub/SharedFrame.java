package io.sluice.gateway.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.common.threading.EventLoopConfined;

/**
 * The finished bytes of one message, ready for the wire, which many sockets of one event loop send without a copy.
 *
 * <p>Life: made with one reference, which its maker gives up with {@link #release}; every queue or socket that holds it
 * beyond the call takes a reference of its own. The bytes live outside the heap, so a forgotten reference is a leak.
 *
 * <p>Threading: belongs to the loop it was made on. Sharing it across loops would make every send an atomic operation on one
 * contended cache line.
 */
@EventLoopConfined
public final class SharedFrame {

    private final ByteBuf bytes;
    private final int size;

    private SharedFrame(ByteBuf bytes) {
        this.bytes = bytes;
        this.size = bytes.readableBytes();
    }

    /** A frame over {@code bytes}, whose one reference it takes over. Direct buffers spare a copy for each socket. */
    public static SharedFrame of(ByteBuf bytes) {
        return new SharedFrame(bytes);
    }

    /** A frame of heap bytes, for transports that have no buffer of their own and for tests. */
    public static SharedFrame of(byte[] bytes) {
        return new SharedFrame(Unpooled.wrappedBuffer(bytes));
    }

    /** Length in bytes, framing included. */
    public int size() {
        return size;
    }

    /** A view with its own reader index and its own reference, to be handed to a socket, which releases it. */
    public ByteBuf retainedDuplicate() {
        return bytes.retainedDuplicate();
    }

    /** Takes one more reference. */
    public SharedFrame retain() {
        bytes.retain();
        return this;
    }

    /** Gives one reference up; the last one frees the bytes. */
    public void release() {
        bytes.release();
    }
}
