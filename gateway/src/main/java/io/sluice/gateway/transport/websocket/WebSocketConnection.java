package io.sluice.gateway.transport.websocket;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.ClientConnection;
import io.sluice.gateway.session.ClientSession;
import io.sluice.gateway.session.Handshake;
import io.sluice.gateway.session.TransportKind;
import io.sluice.gateway.transport.socket.TicketHolder;
import io.sluice.gateway.transport.socket.WriteDeadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket, as the last handler of its pipeline: it replaces Vert.x's own after the handshake. That gives it
 * control of flushes, close codes and back-pressure, and an idle socket costs a fraction of the heap.
 *
 * <p>Finished frames are written below the frame encoder, so that many sockets share their bytes; frames of the WebSocket
 * protocol itself (pong, ping, close) go through the encoder.
 *
 * <p>Threading: confined to the channel's event loop.
 */
@EventLoopConfined
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

    /** Time that a peer has to answer our close frame before the socket is closed without its answer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final WebSocketLoop loop;
    private final Agreement agreement;
    private final FrameDecoder decoder;
    private final WireFormat format;
    private final MessageAssembler assembler;
    // By which back ends find clients that only listen; others have none.
    private final String secret;
    private final ClientSession session;

    // Set when the handler is added to the pipeline.
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext encoder;

    // Made when the socket is full for the first time.
    private @Nullable WriteDeadline writeDeadline;
    private boolean closing;
    // Whether the client only listens, and has said what it wants: the rest is not heard.
    private boolean spoken;
    private Handshake handshake;

    /** A connection whose handshake was accepted. */
    WebSocketConnection(WebSocketLoop loop, Agreement agreement, Handshake handshake) {
        this.loop = loop;
        this.handshake = handshake;
        this.agreement = agreement;
        this.decoder = loop.decoder(agreement);
        this.format = loop.format(agreement);
        DeflateLoop deflate = agreement.deflate();
        this.assembler = new MessageAssembler(loop.maxMessageBytes(), deflate == null ? null : deflate.inflater());
        this.secret = loop.kind().unidirectional() ? UUID.randomUUID().toString() : "";
        this.session = new ClientSession(loop.services(), this);
    }

    // What the pipeline reports.

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        encoder = requireNonNull(added.pipeline().context(WebSocket13FrameEncoder.class), "no WebSocket encoder");
        if (added.channel().isActive()) {
            session.opened();
            if (!agreement.opening().isEmpty()) {
                heard(agreement.opening());
            }
        } else {
            closing = true; // The client left during the handshake, and nobody will report it again.
            handshake.broken();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof WebSocketFrame frame && !closing) {
                received(frame);
            } else if (message instanceof CloseWebSocketFrame) {
                closeChannel();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            session.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        stopWaiting();
        session.closed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // Vert.x announces the end of the server, of which the drain has told the clients already.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(corrupted.closeStatus());
        } else if (cause instanceof TooLongFrameException) {
            violation(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else if (cause instanceof CorruptedFrameException) {
            violation(WebSocketCloseStatus.PROTOCOL_ERROR);
        } else if (cause instanceof IOException) {
            closeChannel(); // The peer is gone.
        } else {
            log.warn(PEER, "connection failed session={}", session.id(), cause);
            session.disconnect(DisconnectCode.INTERNAL);
        }
    }

    private void received(WebSocketFrame frame) {
        if (frame.rsv() != 0 && !MessageAssembler.isPart(frame)) {
            violation(
                    WebSocketCloseStatus.PROTOCOL_ERROR); // No extension gives these bits a meaning in a control frame.
        } else if (frame instanceof PingWebSocketFrame) {
            // Who does not read gets no more pongs: they would pile up, and only the latest ping has to be answered.
            if (isWritable()) {
                writeFrame(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof PongWebSocketFrame) {
            session.pong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            answerClose(close);
        } else {
            assembled(assembler.add(frame));
        }
    }

    private void assembled(MessageAssembler.Outcome outcome) {
        if (outcome instanceof MessageAssembler.Outcome.Message message && !spoken) {
            loop.services().counters().bytesIn.add(message.bytes().size());
            List<Command> commands = decode(message.bytes().bytes());
            if (commands == null) {
                session.malformed();
            } else {
                heard(commands);
            }
        } else if (outcome instanceof MessageAssembler.Outcome.Violation violation) {
            violation(violation.status());
        }
    }

    private void heard(List<Command> commands) {
        spoken = kind().unidirectional();
        session.received(commands);
    }

    private @Nullable List<Command> decode(byte[] message) {
        try {
            return decoder.decode(message, 0, message.length);
        } catch (MalformedFrameException e) {
            log.debug(PEER, "malformed frame session={} reason={}", session.id(), e.getMessage());
            return null;
        }
    }

    // What the session asks for.

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void write(ByteBuf frame) {
        if (closing) {
            frame.release();
        } else {
            ChannelHandlerContext below = requireNonNull(encoder);
            var unused = below.write(frame, below.voidPromise());
            wrote();
        }
    }

    @Override
    public void flush() {
        requireNonNull(encoder).flush();
        if (WriteDeadline.hasUnsentBytes(context().channel())) {
            awaitProgress();
        }
    }

    private void wrote() {
        if (writeDeadline != null) {
            writeDeadline.wrote();
        }
    }

    private void awaitProgress() {
        if (writeDeadline == null) {
            writeDeadline =
                    new WriteDeadline(context().channel(), loop.services().timers(), loop.writeTimeout(), this::stuck);
        }
        writeDeadline.start();
    }

    private void stuck() {
        session.stuck();
        // The kernel would go on holding what the client does not take; a reset frees it.
        context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        closeChannel();
    }

    @Override
    public boolean hasOwnPing() {
        return agreement.framePings();
    }

    @Override
    public void ping() {
        writeFrame(new PingWebSocketFrame());
    }

    @Override
    public void reading(boolean on) {
        context().channel().config().setAutoRead(on);
    }

    @Override
    public TransportKind kind() {
        return loop.kind();
    }

    @Override
    public boolean binary() {
        return agreement.protobuf();
    }

    @Override
    public String session() {
        return secret;
    }

    @Override
    public Map<String, String> headers() {
        return agreement.headers();
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public void handshakeOver() {
        TicketHolder.handshakeOver(context().channel());
        handshake.span().end();
        handshake = Handshake.OVER;
    }

    @Override
    public void close(Disconnect code) {
        if (kind().unidirectional() && !closing) {
            byte[] last = format.encode(new Reply.Pushed(new Push.Disconnected(code)));
            write(format.frame(List.of(last), last.length));
        }
        close(new CloseWebSocketFrame(code.code(), code.reason()));
    }

    /** Frames of the WebSocket protocol itself: few, and small, so each is sent at once. */
    private void writeFrame(WebSocketFrame frame) {
        var unused = context().writeAndFlush(frame, context().voidPromise());
        wrote();
    }

    /** The peer broke the WebSocket protocol: the close frame carries one of that protocol's codes. */
    private void violation(WebSocketCloseStatus status) {
        session.closed();
        close(new CloseWebSocketFrame(status));
    }

    private void close(CloseWebSocketFrame frame) {
        if (closing) {
            frame.release();
            return;
        }
        closing = true;
        reading(true); // Else the peer's answer would not be read.
        var unused = context().writeAndFlush(frame, context().voidPromise());
        loop.services().timers().start(new TimerWheel.Timer(this::closeChannel), CLOSE_TIMEOUT);
    }

    private void answerClose(CloseWebSocketFrame close) {
        closing = true;
        session.closed();
        int code = close.statusCode();
        CloseWebSocketFrame answer = code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        var unused = context().writeAndFlush(answer).addListener(done -> closeChannel());
    }

    private void stopWaiting() {
        if (writeDeadline != null) {
            writeDeadline.stop();
        }
    }

    private void closeChannel() {
        closing = true;
        var unused = context().close();
    }

    private ChannelHandlerContext context() {
        return requireNonNull(context);
    }
}
