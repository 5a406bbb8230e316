package io.sluice.gateway.transport.http;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's endless HTTP response, as the last handler of its pipeline: once Vert.x has sent the head it takes Vert.x's place,
 * as {@code WebSocketConnection} does, for the sake of flushes, back-pressure and the heap of idle clients. Netty's encoder stays
 * in the pipeline and puts each frame into a chunk, or sends it as it is to an HTTP/1.0 client.
 *
 * <p>The connection ends with the response. Whatever the client sends behind its request is dropped.
 *
 * <p>Threading: confined to the channel's event loop.
 */
@EventLoopConfined
public final class HttpStreamConnection extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(HttpStreamConnection.class);

    /** Time that a client has to take what was written before the end. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final String HANDLER_NAME = "sluice";

    /** Buffers that the encoder makes of a frame in a chunk: its length, itself, and the end of its line. */
    private static final int BUFFERS_OF_A_CHUNK = 3;

    private final HttpLoop loop;
    private final StreamForm form;
    private final String secret;
    private final Map<String, String> headers;
    private final Duration writeTimeout;

    // Set by takeOver().
    private @Nullable ChannelHandlerContext context;
    private @Nullable ClientSession client;
    private Inbound inbound = Inbound.NONE;
    private int buffersOfAFrame = BUFFERS_OF_A_CHUNK;

    // Made when the socket is full for the first time.
    private @Nullable WriteDeadline writeDeadline;
    private boolean closing;
    private Handshake handshake;

    /**
     * A connection whose response has not begun.
     *
     * @param secret by which requests find the connection; empty if none has to
     * @param headers of the request that the session may see
     */
    public HttpStreamConnection(
            HttpLoop loop,
            StreamForm form,
            String secret,
            Map<String, String> headers,
            Duration writeTimeout,
            Handshake handshake) {
        this.loop = loop;
        this.handshake = handshake;
        this.form = form;
        this.secret = secret;
        this.headers = Map.copyOf(headers);
        this.writeTimeout = writeTimeout;
    }

    /**
     * Takes over from Vert.x, which has sent the head of the response, and opens the session.
     *
     * @return false if the client is gone, and nothing was opened
     */
    boolean takeOver(HttpServerRequest request, ClientSession opened, Inbound commands, boolean chunked) {
        ChannelPipeline pipeline =
                ((VertxConnection) request.connection()).channelHandlerContext().pipeline();
        if (!pipeline.channel().isActive() || pipeline.get(VertxHandler.class) == null) {
            closing = true;
            return false;
        }
        client = opened;
        inbound = commands;
        buffersOfAFrame = chunked ? BUFFERS_OF_A_CHUNK : 1;
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class); // The session's pings tell better who is gone.
        }
        pipeline.replace(VertxHandler.class, HANDLER_NAME, this);
        context = pipeline.context(this);
        pipeline.channel().config().setAutoRead(true); // Else the client's leaving would not be noticed.
        opened.opened();
        return true;
    }

    // What the pipeline reports.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            client().writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        if (writeDeadline != null) {
            writeDeadline.stop();
        }
        inbound.closed();
        client().closed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // Vert.x announces the end of the server, of which the drain has told the clients already.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            closeChannel(); // The peer is gone.
        } else {
            log.warn(PEER, "connection failed session={}", client().id(), cause);
            client().disconnect(DisconnectCode.INTERNAL);
        }
    }

    // What the session asks for.

    @Override
    public WireFormat format() {
        return form.format();
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
            var unused =
                    context().write(new DefaultHttpContent(frame), context().voidPromise());
            if (writeDeadline != null) {
                writeDeadline.wrote(buffersOfAFrame);
            }
        }
    }

    @Override
    public void flush() {
        context().flush();
        if (!closing && WriteDeadline.hasUnsentBytes(context().channel())) {
            awaitProgress();
        }
    }

    private void awaitProgress() {
        if (writeDeadline == null) {
            writeDeadline =
                    new WriteDeadline(context().channel(), loop.services().timers(), writeTimeout, this::stuck);
        }
        writeDeadline.start();
    }

    private void stuck() {
        client().stuck();
        // The kernel would go on holding what the client does not take; a reset frees it.
        context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        closeChannel();
    }

    @Override
    public TransportKind kind() {
        return form.kind();
    }

    @Override
    public boolean binary() {
        return form.binary();
    }

    @Override
    public String session() {
        return secret;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public boolean hasOwnPing() {
        return false;
    }

    @Override
    public void ping() {
        // HTTP has none.
    }

    /** The socket is read on, so that the client's leaving is noticed; commands come another way. */
    @Override
    public void reading(boolean on) {
        inbound.reading(on);
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

    /** The last message says why, and then the response ends. */
    @Override
    public void close(Disconnect disconnect) {
        if (closing) {
            return;
        }
        WireFormat format = form.format();
        byte[] last = format.encode(new Reply.Pushed(new Push.Disconnected(disconnect)));
        write(format.frame(List.of(last), last.length));
        closing = true;
        loop.services().timers().start(new TimerWheel.Timer(this::closeChannel), CLOSE_TIMEOUT);
        var unused = context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ended -> closeChannel());
    }

    private void closeChannel() {
        closing = true;
        var unused = context().close();
    }

    private ChannelHandlerContext context() {
        return requireNonNull(context);
    }

    private ClientSession client() {
        return requireNonNull(client);
    }
}
