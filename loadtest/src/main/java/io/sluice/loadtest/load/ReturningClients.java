package io.sluice.loadtest.load;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.OpenFilesLimit;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Thousands of clients that come back whenever they are cut off, and what they have received: see {@link ReturningClient}.
 *
 * <p>Threading: may be used by any thread; every method but {@link #close} blocks its caller until the loops have answered.
 */
@ThreadSafe
public final class ReturningClients implements AutoCloseable {
    /** Between two looks at how many are subscribed. */
    private static final Duration POLL = Duration.ofMillis(200);
    /** A cluster that has not let everybody in so long after the last was opened will not. */
    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(60);
    /** Any; runs with the same clients and another cluster then draw the same delays. */
    private static final long SEED = 4_711;

    private final GeneratorSockets sockets;
    private final TimeSource time;
    private final List<ReturningLoop> loops = new ArrayList<>();

    private ReturningClients(GeneratorSockets sockets, TimeSource time) {
        this.sockets = sockets;
        this.time = time;
    }

    /** Starts {@code threads} loops without clients. */
    public static ReturningClients start(int threads, ReturnPolicy policy, TimeSource time) {
        ReturningClients started = new ReturningClients(GeneratorSockets.start(threads), time);
        for (int i = 0; i < threads; i++) {
            started.loops.add(new ReturningLoop(started.sockets, time, policy, SEED + i));
        }
        return started;
    }

    /**
     * Opens clients at an even rate and waits until all are subscribed. To be called before anything is published on their
     * channels.
     *
     * @param specs the client of each number from 0; names and payload are the same for all
     * @param progress told now and then how many are subscribed
     * @throws IOException when there are too few files for them, or when not all are subscribed a minute after the last was
     *     opened
     */
    public void open(int count, double perSecond, IntFunction<ReturningSpec> specs, IntConsumer progress)
            throws IOException, InterruptedException {
        OpenFilesLimit.check(count);
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), perSecond);
        for (int i = 0; i < count; i++) {
            time.sleepUntil(schedule.dueNanos(i));
            ReturningLoop loop = loops.get(i % loops.size());
            ReturningSpec spec = specs.apply(i);
            loop.events().execute(() -> loop.open(spec));
            if (i > 0 && i % 1_000 == 0) {
                progress.accept(subscribed());
            }
        }
        long deadline = time.nanos() + OPENING_PATIENCE.toNanos();
        int subscribed = subscribed();
        while (subscribed < count) {
            if (time.nanos() > deadline) {
                throw new IOException("only " + subscribed + " of " + count + " clients are subscribed after "
                        + OPENING_PATIENCE.toSeconds() + " s; the last attempts in vain ended with " + lastFailures());
            }
            progress.accept(subscribed);
            time.sleepUntil(time.nanos() + POLL.toNanos());
            subscribed = subscribed();
        }
        progress.accept(subscribed);
    }

    private List<String> lastFailures() throws InterruptedException {
        return GeneratorSockets.ask(loops, ReturningLoop::events, ReturningLoop::lastFailure);
    }

    /** How many are subscribed now. */
    public int subscribed() throws InterruptedException {
        return GeneratorSockets.ask(loops, ReturningLoop::events, ReturningLoop::subscribed).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** What has been received since the last call, and counts from 0 again. */
    public Reception take() throws InterruptedException {
        return Reception.sum(GeneratorSockets.ask(
                loops, ReturningLoop::events, loop -> loop.tally().take()));
    }

    /** How many of the publications the clients have not got, all clients together. */
    public long missing(Published published) throws InterruptedException {
        return GeneratorSockets.ask(loops, ReturningLoop::events, loop -> loop.missing(published)).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Ends all connections and threads; nobody comes back. */
    @Override
    public void close() {
        loops.forEach(loop -> loop.events().execute(loop::end));
        sockets.close();
    }
}
