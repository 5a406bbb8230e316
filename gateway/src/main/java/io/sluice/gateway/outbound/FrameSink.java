package io.sluice.gateway.outbound;

import io.netty.buffer.ByteBuf;

/**
 * A client's socket as what waits for the client sees it.
 *
 * <p>Threading: used on the connection's event loop only. No method throws; once the connection closes all are without effect.
 */
public interface FrameSink {

    /** How messages look on this connection; never changes. */
    WireFormat format();

    /** Whether the socket takes more bytes now; {@link Outbound#writable} is called when it does again. */
    boolean isWritable();

    /** Writes one frame, whose reference it takes over, without flushing. */
    void write(ByteBuf frame);

    /** Sends what was written. */
    void flush();
}
