package io.sluice.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsuitablePayloadException;
import java.util.List;

/**
 * How messages look on one kind of connection: protocol format and transport framing together.
 *
 * <p>Threading: an instance is used on one event loop. Those of all loops with the same {@link #encoding} make the same bytes of a
 * message, so that each takes what another made.
 */
public interface WireFormat {

    /** Number of formats that a node can have at most; {@link #index} is below it. */
    int COUNT = 12;

    /** One JSON object without a raw newline. */
    int JSON = 0;

    /** {@link #JSON} as a piece of a compressed WebSocket message. */
    int DEFLATED_JSON = 1;

    /** One protobuf message behind its length. */
    int PROTOBUF = 2;

    /** {@link #PROTOBUF} as a piece of a compressed WebSocket message. */
    int DEFLATED_PROTOBUF = 3;

    /** The JSON object of a push, without the envelope of a reply. */
    int UNI_JSON = 4;

    /** Number of encodings that a node can have at most; {@link #encoding} is below it. */
    int ENCODINGS = 5;

    /** This format's own small number, 0 to {@link #COUNT} - 1, the same for the life of the process. */
    int index();

    /** Which bytes {@link #encode} makes, 0 to {@link #ENCODINGS} - 1: formats that only frame them otherwise have the same. */
    int encoding();

    /**
     * The bytes of one message, without what joins or frames messages. Whoever gets them must not modify them.
     *
     * @throws UnsuitablePayloadException if the format cannot carry a payload of the message
     */
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
