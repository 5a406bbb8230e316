package io.sluice.router.proxy.relay;

import static io.sluice.common.log.PeerCaused.PEER;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a relayed pair: what it reads it writes to its peer, as it is and without a copy. The peer's channel has a
 * handler of this class too, which does the same the other way.
 *
 * <p>Limits: when the peer takes no more (its outbound buffer is above the water mark, 64 KiB), this end stops reading
 * until it does. So a pair holds at most the water mark and one read (64 KiB) in each direction, and a slow receiver
 * slows its sender down through TCP.
 *
 * <p>Ends: a side that ends its output (FIN) is half closed; the peer's output is ended after what is under way, and
 * the other direction goes on, for {@link RelayLimits#halfClosed}. A side that is gone takes its peer with it, after what
 * is under way, for which there is {@link RelayLimits#linger}. Where one of the two speaks TLS there is no half: TLS 1.2 has none, so
 * a side that ends its output is gone.
 *
 * <p>Threading: both channels are on the same event loop, and this handler with them.
 */
@EventLoopConfined
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write comes back as exceptionCaught, a failed close has no consequence
final class RelayHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(RelayHandler.class);

    private final DuplexChannel peer;
    private final LongAdder bytes;
    private final RelayLimits limits;
    private final Runnable whenClosed;

    /** Something was written to the peer since its last flush. To flush nothing through TLS sends an empty record. */
    private boolean unflushed;

    /**
     * Makes one end.
     *
     * @param bytes counts what is read here
     * @param whenClosed called once, when this channel is closed
     */
    RelayHandler(DuplexChannel peer, LongAdder bytes, RelayLimits limits, Runnable whenClosed) {
        this.peer = peer;
        this.bytes = bytes;
        this.limits = limits;
        this.whenClosed = whenClosed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        bytes.add(buffer.readableBytes());
        peer.write(buffer, peer.voidPromise());
        unflushed = true;
        if (!peer.isWritable()) {
            // A read loop may bring sixteen buffers; flushing at the end of it alone would let all of them pile up.
            flushOrStopReading(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flushOrStopReading(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            peer.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded((DuplexChannel) context.channel());
        } else if (event instanceof SslCloseCompletionEvent) {
            closeAfterFlush(peer, limits.linger());
            closeAfterFlush(context.channel(), limits.linger());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closeAfterFlush(peer, limits.linger());
        whenClosed.run();
    }

    /** Resets and broken pipes are everyday; {@link #channelInactive} follows and does the rest. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug(PEER, "Relayed connection broke: channel={}", context.channel(), cause);
        context.close();
    }

    private void flushOrStopReading(ChannelHandlerContext context) {
        if (unflushed) {
            unflushed = false;
            peer.flush();
        }
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void inputEnded(DuplexChannel self) {
        if (peer.isInputShutdown()) {
            closeAfterFlush(peer, limits.linger());
            closeAfterFlush(self, limits.linger());
            return;
        }
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> peer.shutdownOutput());
        closeLater(self, limits.halfClosed());
    }

    static void closeAfterFlush(Channel channel, Duration linger) {
        ChannelFuture flushed = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (!flushed.isDone()) {
            closeLater(channel, linger);
        }
    }

    private static void closeLater(Channel channel, Duration limit) {
        Runnable close = channel::close;
        ScheduledFuture<?> closing = channel.eventLoop().schedule(close, limit.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> closing.cancel(false));
    }
}
