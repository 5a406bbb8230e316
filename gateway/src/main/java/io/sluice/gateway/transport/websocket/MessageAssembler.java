package io.sluice.gateway.transport.websocket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sluice.common.threading.EventLoopConfined;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of one connection's messages together and checks what the frame decoder does not: the size of a message
 * and the encoding of text.
 */
@EventLoopConfined
final class MessageAssembler {

    /** What became of a frame. */
    sealed interface Outcome {

        /** A whole message. */
        record Message(byte[] bytes) implements Outcome {}

        /** More fragments are to come. */
        record Incomplete() implements Outcome {}

        /** The connection must be closed with {@code status}. */
        record Violation(WebSocketCloseStatus status) implements Outcome {}
    }

    private static final Outcome INCOMPLETE = new Outcome.Incomplete();

    private final int maxMessageBytes;

    // Null between messages.
    private @Nullable ByteArrayOutputStream fragments;
    private boolean text;

    MessageAssembler(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Takes a text, binary or continuation frame, whose bytes it copies. */
    Outcome add(WebSocketFrame frame) {
        boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        if (first == (fragments != null)) {
            return new Outcome.Violation(WebSocketCloseStatus.PROTOCOL_ERROR);
        }
        if (first) {
            text = frame instanceof TextWebSocketFrame;
            if (frame.isFinalFragment()) {
                return message(ByteBufUtil.getBytes(frame.content()));
            }
            fragments = new ByteArrayOutputStream();
        }
        return continued(frame);
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
        if (text && !ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), StandardCharsets.UTF_8)) {
            return new Outcome.Violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
        }
        return new Outcome.Message(bytes);
    }
}
