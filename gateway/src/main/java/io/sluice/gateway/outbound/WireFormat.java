package io.sluice.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Reply;
import java.util.List;

/**
 * How messages look on one kind of connection: protocol format and transport framing together.
 *
 * <p>Threading: an instance is used on one event loop. Those of all loops with the same {@link #index} make the same bytes of a
 * message, so that each takes what another made.
 */
public interface WireFormat {

    /** Number of formats that a node can have at most; {@link #index} is below it. */
    int COUNT = 8;

    /** This format's own small number, 0 to {@link #COUNT} - 1, the same for the life of the process. */
    int index();

    /** The bytes of one message, without what joins or frames messages. Whoever gets them must not modify them. */
    byte[] encode(Reply reply);

    /**
     * Messages as one finished frame, ready for the wire, in direct memory.
     *
     * @param messages results of {@link #encode}, at least one
     * @param bytes length of all of them together
     * @return a buffer with one reference, the caller's
     */
    ByteBuf frame(List<byte[]> messages, int bytes);
}
