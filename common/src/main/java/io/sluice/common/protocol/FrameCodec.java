package io.sluice.common.protocol;

import java.util.List;

/**
 * Turns the bytes of a frame into commands and replies into bytes, for one format of the client protocol.
 *
 * <p>Implementations hold no state and do no I/O; one instance serves every connection. Threading: any thread.
 */
public interface FrameCodec {
    /**
     * The commands of one frame, in the order sent; at least one.
     *
     * <p>Fields that are not known are skipped, as newer clients send some. The range is read, not kept: payloads are copies.
     *
     * @throws MalformedFrameException if the bytes are not wholly commands of this format, or there is none; the right
     *     answer is {@link DisconnectCode#BAD_REQUEST}
     */
    List<Command> decode(byte[] frame, int offset, int length);

    /**
     * A frame with one reply. Payloads are embedded as they are.
     *
     * @throws UnsuitablePayloadException if a payload is binary and the format is text
     */
    byte[] encode(Reply reply);

    /**
     * A frame with several replies, in their order.
     *
     * @throws UnsuitablePayloadException if a payload is binary and the format is text
     * @throws IllegalArgumentException if there are none, as no format has an empty frame
     */
    byte[] encode(List<? extends Reply> replies);

    /**
     * The body of a request that carries commands for a connection elsewhere. The range is read, not kept; the commands are not
     * decoded.
     *
     * @throws MalformedFrameException if the bytes are anything but one such object
     */
    EmulationRequest decodeEmulation(byte[] body, int offset, int length);
}
