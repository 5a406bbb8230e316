package io.sluice.router.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connection of a client that asked for an upgrade, between its request and the answer. What the client sends after
 * its request is no longer HTTP: it is held back and belongs to the relay, should there be one.
 *
 * <p>The request is taken out of Vert.x's hands only on the way in. Its response still works, for a refusal; but no
 * further request will be read, so the connection has to be closed after it.
 *
 * <p>Limits: reading stops when {@link #MAX_HELD_BYTES} are held back; one more read (64 KiB) may come on top.
 *
 * <p>Threading: confined to the event loop of the connection.
 */
public final class ClientChannel {

    /** A client has to wait for the answer before it says more; this is for those that do not, and no invitation. */
    static final int MAX_HELD_BYTES = 16 * 1024;

    private final DuplexChannel channel;
    private final HeldBytes held;

    private ClientChannel(DuplexChannel channel, HeldBytes held) {
        this.channel = channel;
        this.held = held;
    }

    /** Takes over what the client sends from here on. Called in the request handler, before it returns. */
    public static ClientChannel hold(HttpServerRequest request) {
        HttpServerConnection connection = (HttpServerConnection) request.connection();
        Channel channel = connection.channelHandlerContext().channel();
        HeldBytes held = new HeldBytes();
        // The decoder hands the bytes that it has not yet looked at to what comes in its place.
        channel.pipeline().replace(HttpRequestDecoder.class, "held", held);
        return new ClientChannel((DuplexChannel) channel, held);
    }

    /** Runs {@code then} when the connection is closed, or now if it is; on its event loop. */
    public void onClose(Runnable then) {
        var unused = channel.closeFuture().addListener(closed -> then.run());
    }

    DuplexChannel channel() {
        return channel;
    }

    /** Removes all that Vert.x put around the connection but TLS, so that what is written to the channel is what is sent. */
    void takeOver() {
        ChannelPipeline pipeline = channel.pipeline();
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (handler != held && !(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
    }

    /** Lets {@code relay} have the bytes held back and all that follow. */
    void handOverTo(RelayHandler relay) {
        channel.pipeline().replace(held, "relay", relay);
        channel.config().setAutoRead(true);
    }

    /** Keeps the bytes that come too early; hands them on to the handler that takes its place. */
    @EventLoopConfined
    private static final class HeldBytes extends ChannelInboundHandlerAdapter {

        private final Deque<ByteBuf> buffers = new ArrayDeque<>();
        private int heldBytes;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf buffer) {
                buffers.add(buffer);
                heldBytes += buffer.readableBytes();
                context.channel().config().setAutoRead(heldBytes < MAX_HELD_BYTES);
            } else {
                context.fireChannelRead(message); // the end of the request, which the decoder has made already
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            buffers.forEach(ByteBuf::release);
            buffers.clear();
            context.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            if (!buffers.isEmpty()) {
                buffers.forEach(context::fireChannelRead);
                buffers.clear();
                context.fireChannelReadComplete();
            }
        }
    }
}
