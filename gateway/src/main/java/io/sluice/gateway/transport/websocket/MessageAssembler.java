package io.sluice.gateway.transport.websocket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.EventLoopConfined;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of one connection's messages together, inflates those that are compressed, and checks what the frame decoder
 * does not: the size of a message, before and after, the reserved bits, and the encoding of text.
 */
@EventLoopConfined
final class MessageAssembler {

    /** What became of a frame. */
    sealed interface Outcome {

        /** A whole message. */
        record Message(Payload bytes) implements Outcome {}

        /** More fragments are to come. */
        record Incomplete() implements Outcome {}

        /** The connection must be closed with {@code status}. */
        record Violation(WebSocketCloseStatus status) implements Outcome {}
    }

    private static final Outcome INCOMPLETE = new Outcome.Incomplete();

    /** Reserved bit 1 of a message's first frame: the message is compressed. */
    private static final int COMPRESSED = 0b100;

    private final int maxMessageBytes;
    private final @Nullable MessageInflater inflater;

    // Null between messages.
    private @Nullable ByteArrayOutputStream fragments;
    private boolean text;
    private boolean compressed;

    /** @param inflater for compressed messages; null if the client may not send any */
    MessageAssembler(int maxMessageBytes, @Nullable MessageInflater inflater) {
        this.maxMessageBytes = maxMessageBytes;
        this.inflater = inflater;
    }

    /** Whether {@code frame} is part of a message, and so for {@link #add}. */
    static boolean isPart(WebSocketFrame frame) {
        return isFirst(frame) || frame instanceof ContinuationWebSocketFrame;
    }

    /** Takes a text, binary or continuation frame, whose bytes it copies. */
    Outcome add(WebSocketFrame frame) {
        boolean first = isFirst(frame);
        if (first == (fragments != null) || !mayHaveItsReservedBits(frame, first)) {
            return new Outcome.Violation(WebSocketCloseStatus.PROTOCOL_ERROR);
        }
        if (first) {
            text = frame instanceof TextWebSocketFrame;
            compressed = frame.rsv() == COMPRESSED;
            if (frame.isFinalFragment()) {
                return message(ByteBufUtil.getBytes(frame.content()));
            }
            fragments = new ByteArrayOutputStream();
        }
        return continued(frame);
    }

    private static boolean isFirst(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    }

    private boolean mayHaveItsReservedBits(WebSocketFrame frame, boolean first) {
        return frame.rsv() == 0 || (frame.rsv() == COMPRESSED && first && inflater != null);
    }

    private Outcome continued(WebSocketFrame frame) {
        ByteArrayOutputStream buffer = requireNonNull(fragments);
        ByteBuf content = frame.content();
        if (buffer.size() + content.readableBytes() > maxMessageBytes) {
            fragments = null;
            return new Outcome.Violation(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        }
        buffer.writeBytes(ByteBufUtil.getBytes(content));
        if (!frame.isFinalFragment()) {
            return INCOMPLETE;
        }
        fragments = null;
        return message(buffer.toByteArray());
    }

    private Outcome message(byte[] bytes) {
        if (bytes.length > maxMessageBytes) {
            return new Outcome.Violation(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        }
        return compressed ? inflated(bytes) : plain(Payload.of(bytes));
    }

    private Outcome inflated(byte[] bytes) {
        MessageInflater.Outcome outcome = requireNonNull(inflater).inflate(bytes, maxMessageBytes);
        if (outcome instanceof MessageInflater.Outcome.Inflated message) {
            return plain(message.bytes());
        }
        return new Outcome.Violation(
                outcome instanceof MessageInflater.Outcome.TooBig
                        ? WebSocketCloseStatus.MESSAGE_TOO_BIG
                        : WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
    }

    private Outcome plain(Payload message) {
        if (text && !ByteBufUtil.isText(Unpooled.wrappedBuffer(message.bytes()), StandardCharsets.UTF_8)) {
            return new Outcome.Violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
        }
        return new Outcome.Message(message);
    }
}
