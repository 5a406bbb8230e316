package io.sluice.loadtest.load;

import io.netty.channel.EventLoop;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the generator with its returning clients and what they share.
 *
 * <p>Threading: confined to the loop; {@link #events} is for others, too.
 */
@EventLoopConfined
final class ReturningLoop {
    private static final int FIRST_SCRATCH_BYTES = 256 * 1024;

    private final GeneratorSockets sockets;
    private final EventLoop events;
    private final TimeSource time;
    private final ReturnPolicy policy;
    private final RandomGenerator random;
    private final ReceptionTally tally = new ReceptionTally();
    private final List<ReturningClient> clients = new ArrayList<>();
    private boolean closing;
    /** Why an attempt to connect failed, the last one; empty when none has. */
    private String lastFailure = "";

    private byte[] scratch = new byte[FIRST_SCRATCH_BYTES];
    private @Nullable MessageScanner scanner;

    ReturningLoop(GeneratorSockets sockets, TimeSource time, ReturnPolicy policy, long seed) {
        this.sockets = sockets;
        this.events = sockets.nextLoop();
        this.time = time;
        this.policy = policy;
        this.random = new SplittableRandom(seed);
    }

    EventLoop events() {
        return events;
    }

    ReceptionTally tally() {
        return tally;
    }

    ReturnPolicy policy() {
        return policy;
    }

    RandomGenerator random() {
        return random;
    }

    long nanos() {
        return time.nanos();
    }

    /** The same array each time, of at least so many bytes; valid until the next call. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, 2 * scratch.length)];
        }
        return scratch;
    }

    void open(ReturningSpec spec) {
        if (scanner == null) {
            scanner = new MessageScanner(spec.names(), spec.payload());
        }
        ReturningClient client = new ReturningClient(spec, this, scanner);
        clients.add(client);
        client.connect();
    }

    /** Dials for a client, unless all is over. */
    void dial(ReturningSpec spec, ReturningConnection connection) {
        if (!closing) {
            connection.connecting(sockets.connect(events, spec.url(), spec.number(), OptionalInt.empty(), connection));
        }
    }

    void later(long delayNanos, Runnable task) {
        if (!closing) {
            var unused = events.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    long missing(Published published) {
        return clients.stream().mapToLong(client -> client.missing(published)).sum();
    }

    int subscribed() {
        return (int) clients.stream().filter(ReturningClient::subscribed).count();
    }

    void failed(Ending ending) {
        tally.failed();
        lastFailure = ending.toString();
    }

    String lastFailure() {
        return lastFailure;
    }

    /** From now on nobody comes back. */
    void end() {
        closing = true;
    }
}
