package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.OpenFilesLimit;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Opens many clients at an even rate and waits until all are subscribed. */
public final class Fleet {
    /** What a server still takes beside the handshakes that a JVM has not yet compiled. */
    public static final double CLIENTS_PER_SECOND = 1_000;

    private static final int OPENING_SECONDS = 60;

    private Fleet() {}

    /**
     * Opens {@code count} clients. Threading: blocks the caller.
     *
     * @param specs the client of each number from 0
     * @param progress told now and then how many are subscribed
     * @return the clients in the order of their numbers, all ready
     * @throws IOException when there are too few files for them, when one fails, or when they are not ready within a minute
     *     after the last was opened
     */
    public static List<LoadClient> open(
            ClientLoops loops, int count, IntFunction<ClientSpec> specs, TimeSource time, IntConsumer progress)
            throws IOException, InterruptedException {
        OpenFilesLimit.check(count);
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), CLIENTS_PER_SECOND);
        AtomicInteger ready = new AtomicInteger();
        List<LoadClient> clients = new ArrayList<>(count);
        List<CompletableFuture<?>> opening = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            time.sleepUntil(schedule.dueNanos(i));
            LoadClient client = loops.open(specs.apply(i));
            clients.add(client);
            opening.add(client.ready().thenRun(ready::incrementAndGet));
            if (i > 0 && i % (int) CLIENTS_PER_SECOND == 0) {
                progress.accept(ready.get());
            }
        }
        await(opening, ready);
        progress.accept(ready.get());
        return clients;
    }

    private static void await(List<CompletableFuture<?>> opening, AtomicInteger ready)
            throws IOException, InterruptedException {
        try {
            CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new)).get(OPENING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "only " + ready.get() + " of " + opening.size() + " clients are subscribed after " + OPENING_SECONDS
                            + " s",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }
}
