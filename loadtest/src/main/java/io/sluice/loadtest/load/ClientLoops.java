package io.sluice.loadtest.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
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
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.TimeSource;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The event loops that all clients of a load test run on, and what these have received.
 *
 * <p>Threading: may be used by any thread; what gives a value back waits for the loops, up to
 * {@link #LOOP_PATIENCE}.
 */
@ThreadSafe
public final class ClientLoops implements AutoCloseable {
    /** A loop that has not come to a task after so long is stuck. */
    static final Duration LOOP_PATIENCE = Duration.ofSeconds(30);
    /** Takes what a server batches for a client in one call, and is cheap to allocate from Netty's caches. */
    private static final int READ_BYTES = 16 * 1024;

    private static final int CONNECT_TIMEOUT_MILLIS = 20_000;

    private final EventLoopGroup group;
    private final Class<? extends Channel> socketType;
    private final List<ClientLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private ClientLoops(EventLoopGroup group, Class<? extends Channel> socketType) {
        this.group = group;
        this.socketType = socketType;
    }

    /** Starts {@code threads} loops, with epoll where there is epoll. */
    public static ClientLoops start(int threads, TimeSource time) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 or more generator threads but was " + threads);
        }
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("load-client", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        ClientLoops started = new ClientLoops(group, epoll ? EpollSocketChannel.class : NioSocketChannel.class);
        for (int i = 0; i < threads; i++) {
            started.loops.add(new ClientLoop(group.next(), time));
        }
        return started;
    }

    /** Opens a connection and subscribes; gives the client back at once, whose futures tell how it went. */
    public LoadClient open(ClientSpec spec) {
        ClientLoop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        LoadClient client = new LoadClient(spec, loop);
        InetSocketAddress server = new InetSocketAddress(spec.url().getHost(), spec.port());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.events())
                .channel(socketType)
                .handler(client.connection())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
        spec.receiveBufferBytes().ifPresent(bytes -> bootstrap.option(ChannelOption.SO_RCVBUF, bytes));
        loop.events().execute(() -> {
            loop.opened(client.connection());
            client.connection()
                    .connecting(LocalAddresses.forClient(spec.number(), server)
                            .map(local -> bootstrap.connect(server, local))
                            .orElseGet(() -> bootstrap.connect(server)));
        });
        return client;
    }

    /** What has been received since the last call, and counts from 0 again. */
    public Interval takeInterval() throws InterruptedException {
        return Interval.sum(onEach(loop -> loop.tally().take()));
    }

    /** How many publications the clients of now have missed of those published, and those that we closed of theirs. */
    public long missing(Published published) throws InterruptedException {
        return onEach(loop -> loop.missing(published)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Sends a WebSocket ping from up to {@code count} clients of each loop; their pongs go into the interval. */
    public void probe(int count) {
        tell(loop -> loop.probe(count));
    }

    /** Closes all clients, of which nothing is counted any more. */
    public void reset() throws InterruptedException {
        onEach(loop -> {
            loop.reset();
            return true;
        });
    }

    private void tell(Consumer<ClientLoop> task) {
        loops.forEach(loop -> loop.events().execute(() -> task.accept(loop)));
    }

    private <T> List<T> onEach(Function<ClientLoop, T> task) throws InterruptedException {
        List<java.util.concurrent.Future<T>> asked = new ArrayList<>();
        for (ClientLoop loop : loops) {
            EventLoop events = loop.events();
            Callable<T> call = () -> task.apply(loop);
            asked.add(events.submit(call));
        }
        List<T> answers = new ArrayList<>();
        for (java.util.concurrent.Future<T> future : asked) {
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
