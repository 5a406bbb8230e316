package io.sluice.loadtest.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The event loops of a generator and the sockets on them, with epoll where there is epoll.
 *
 * <p>Threading: immutable; may be used by any thread.
 */
final class GeneratorSockets implements AutoCloseable {
    /** A loop that has not come to a task after so long is stuck. */
    static final Duration LOOP_PATIENCE = Duration.ofSeconds(30);
    /** Takes what a server batches for a client in one call, and is cheap to allocate from Netty's caches. */
    private static final int READ_BYTES = 16 * 1024;

    private static final int CONNECT_TIMEOUT_MILLIS = 20_000;
    private static final int HTTP_PORT = 80;

    private final EventLoopGroup group;
    private final Class<? extends Channel> type;

    private GeneratorSockets(EventLoopGroup group, Class<? extends Channel> type) {
        this.group = group;
        this.type = type;
    }

    /** Starts {@code threads} loops, which {@link #nextLoop} gives in turn. */
    static GeneratorSockets start(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 or more generator threads but was " + threads);
        }
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("load-client", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        return new GeneratorSockets(group, epoll ? EpollSocketChannel.class : NioSocketChannel.class);
    }

    EventLoop nextLoop() {
        return group.next();
    }

    /**
     * Begins to connect.
     *
     * @param loop on which the handler is called
     * @param client its number, which decides the address that it comes from: see {@link LocalAddresses}
     */
    ChannelFuture connect(EventLoop loop, URI url, int client, OptionalInt receiveBufferBytes, ChannelHandler handler) {
        InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(type)
                .handler(handler)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
        receiveBufferBytes.ifPresent(bytes -> bootstrap.option(ChannelOption.SO_RCVBUF, bytes));
        return LocalAddresses.forClient(client, server)
                .map(local -> bootstrap.connect(server, local))
                .orElseGet(() -> bootstrap.connect(server));
    }

    /**
     * Has each owner's task run on its loop and waits for the answers.
     *
     * @throws IllegalStateException when a loop failed, or did not answer within {@link #LOOP_PATIENCE}
     */
    static <O, T> List<T> ask(Collection<O> owners, Function<O, EventLoop> loopOf, Function<O, T> task)
            throws InterruptedException {
        List<Future<T>> asked = new ArrayList<>();
        for (O owner : owners) {
            Callable<T> call = () -> task.apply(owner);
            asked.add(loopOf.apply(owner).submit(call));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : asked) {
            try {
                answers.add(future.get(LOOP_PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                throw new IllegalStateException("a loop of the generator failed", e.getCause());
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "a loop of the generator did not answer for " + LOOP_PATIENCE.toSeconds() + " s", e);
            }
        }
        return answers;
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
