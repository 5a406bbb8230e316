package io.sluice.gateway.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps frames that arrive while the handshake is being answered, glued behind its request, until our handler is in place: Vert.x
 * would neither pass them on nor release them.
 *
 * <p>Limit: what one read of the socket brought, since it all happens in one task of the loop.
 */
@EventLoopConfined
final class EarlyFrames extends ChannelInboundHandlerAdapter {

    private final Deque<WebSocketFrame> frames = new ArrayDeque<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            frames.add(frame);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        context.fireChannelInactive();
    }

    /** Passes the frames on to the connection, or drops them where the handshake failed and there is none. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (context.pipeline().get(WebSocketConnection.class) == null) {
            release();
            return;
        }
        while (!frames.isEmpty()) {
            context.fireChannelRead(frames.remove());
        }
        context.fireChannelReadComplete();
    }

    private void release() {
        frames.forEach(WebSocketFrame::release);
        frames.clear();
    }
}
