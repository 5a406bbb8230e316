package io.sluice.loadtest.baseline;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.TimeSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A bare Netty server that broadcasts: just enough of the JSON protocol that the load generator's clients connect and
 * subscribe, and then one shared frame per loop and message to every socket.
 *
 * <p>Threading: may be used by any thread.
 */
@ThreadSafe
final class BaselineServer implements AutoCloseable {
    static final String PATH = "/connection/websocket";

    private static final int MAX_REQUEST_BYTES = 8 * 1024;
    /** As many as a test opens at once; the system cuts it to its own limit. */
    private static final int BACKLOG = 1024;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(4 * 1024 * 1024, 8 * 1024 * 1024);

    private final EventLoopGroup acceptor;
    private final EventLoopGroup group;
    private final Map<EventLoop, BaselineLoop> loops = new LinkedHashMap<>();
    private final Channel listening;

    /** Listens on any free port of 127.0.0.1, with as many event loops as a gateway has on this machine. */
    BaselineServer(int loopCount, TimeSource time) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        acceptor = new MultiThreadIoEventLoopGroup(1, io);
        group = new MultiThreadIoEventLoopGroup(loopCount, io);
        for (int i = 0; i < loopCount; i++) {
            EventLoop events = group.next();
            loops.put(events, new BaselineLoop(events, time));
        }
        listening = new ServerBootstrap()
                .group(acceptor, group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private void accept(Channel channel) {
        BaselineLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection came on a loop that is not ours");
        }
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                        new WebSocketServerProtocolHandler(PATH),
                        new BaselineConnection(loop));
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Begins to send; each loop by its own timer. */
    void carryOut(BaselineOrder order) {
        loops.values().forEach(loop -> loop.events().execute(() -> loop.carryOut(order)));
    }

    @Override
    public void close() {
        var acceptorEnd = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        acceptorEnd.awaitUninterruptibly();
    }
}
