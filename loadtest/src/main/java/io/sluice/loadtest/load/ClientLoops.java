package io.sluice.loadtest.load;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The event loops that all clients of a load test run on, and what these have received.
 *
 * <p>Threading: may be used by any thread; what gives a value back waits for the loops, up to
 * {@link GeneratorSockets#LOOP_PATIENCE}.
 */
@ThreadSafe
public final class ClientLoops implements AutoCloseable {
    private final GeneratorSockets sockets;
    private final List<ClientLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private ClientLoops(GeneratorSockets sockets) {
        this.sockets = sockets;
    }

    /** Starts {@code threads} loops, with epoll where there is epoll. */
    public static ClientLoops start(int threads, TimeSource time) {
        ClientLoops started = new ClientLoops(GeneratorSockets.start(threads));
        for (int i = 0; i < threads; i++) {
            started.loops.add(new ClientLoop(started.sockets.nextLoop(), time));
        }
        return started;
    }

    /** Opens a connection and subscribes; gives the client back at once, whose futures tell how it went. */
    public LoadClient open(ClientSpec spec) {
        ClientLoop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        LoadClient client = new LoadClient(spec, loop);
        loop.events().execute(() -> {
            loop.opened(client.connection());
            client.connection()
                    .connecting(sockets.connect(
                            loop.events(), spec.url(), spec.number(), spec.receiveBufferBytes(), client.connection()));
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
        return GeneratorSockets.ask(loops, ClientLoop::events, task);
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        sockets.close();
    }
}
