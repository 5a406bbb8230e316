package io.sluice.common.protocol;

/**
 * The format of transports that carry pushes and no commands: what the client wants is said in the request that opens the
 * connection, and what it gets is pushes without the envelope of a reply.
 *
 * <p>Implementations hold no state and do no I/O; one instance serves every connection. Threading: any thread.
 */
public interface PushCodec {
    /**
     * The connect command, with id 1, of a request that is one connect object and nothing else. The range is read, not kept.
     *
     * @throws MalformedFrameException if the bytes are anything else
     */
    Command.Connect decodeConnect(byte[] request, int offset, int length);

    /**
     * The bytes of one push or ping, without what the transport puts between them. They contain no newline.
     *
     * @param reply a {@link Reply.Pushed} or a {@link Reply.Ping}
     * @throws UnsuitablePayloadException if a payload is binary and the format is text
     * @throws IllegalArgumentException if it answers a command: such a transport has none
     */
    byte[] encode(Reply reply);
}
