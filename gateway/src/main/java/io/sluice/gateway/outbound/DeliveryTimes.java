package io.sluice.gateway.outbound;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Delays;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures, on one event loop, how long publications take from their entry on any node to the write to the sockets of this
 * loop's clients. The clock is read once for what was handed out together, never once for a client.
 *
 * <p>What one slice of a fan-out hands out is noted in a batch. The batch stands in the {@link FlushList} behind the clients that
 * got something, so when its turn comes they have all been written to. Where a channel has a write delay, the batch waits for as
 * long as the clients do.
 *
 * <p>Not measured is the time that messages spend in the queue of a slow client: they count from entry to the moment in which
 * they would have been written. A machine whose clock is ahead of another's measures too much or nothing: what would be negative
 * counts as 0.
 *
 * <p>Limit: {@value #MAX_BATCH} entries wait together; beyond that they are measured early.
 */
@EventLoopConfined
public final class DeliveryTimes {

    /** More than a loop hands out in a turn; with a write delay, as many publications as a busy channel has in a second. */
    static final int MAX_BATCH = 8192;

    private static final long NANOS_PER_MICRO = 1000;
    private static final int FIRST_SIZE = 4;

    private final OutboundLoop loop;
    private final LongSupplier unixMicros;
    private Batch prompt = new Batch(0);
    private final Map<Long, Batch> delayed = new HashMap<>(2);

    /** @param unixMicros wall clock, in microseconds since 1970 */
    DeliveryTimes(OutboundLoop loop, LongSupplier unixMicros) {
        this.loop = loop;
        this.unixMicros = unixMicros;
    }

    /** A publication was handed to so many clients. To be followed by {@link #sliceOver} before the task ends. */
    public void handed(long enteredUnixMicros, int clients, long writeDelayNanos) {
        if (clients == 0) {
            return;
        }
        Batch batch = writeDelayNanos == 0 ? prompt : delayed.computeIfAbsent(writeDelayNanos, this::begin);
        batch.add(enteredUnixMicros, clients);
        if (batch.size == MAX_BATCH) {
            batch.measure();
        }
    }

    /** The fan-out pauses: what it has handed out is on its way to the sockets. */
    public void sliceOver() {
        if (prompt.size > 0) {
            loop.flushes().add(prompt);
            prompt = new Batch(0);
        }
    }

    private Batch begin(long delayNanos) {
        Batch batch = new Batch(delayNanos);
        loop.delays().add(batch, delayNanos);
        return batch;
    }

    /** What leaves together. */
    @EventLoopConfined
    private final class Batch implements FlushList.Flushable, Delays.Due {

        private final long delayNanos;
        private long[] entered = new long[FIRST_SIZE];
        private int[] clients = new int[FIRST_SIZE];
        private int size;

        Batch(long delayNanos) {
            this.delayNanos = delayNanos;
        }

        void add(long enteredUnixMicros, int count) {
            if (size == entered.length) {
                entered = Arrays.copyOf(entered, 2 * size);
                clients = Arrays.copyOf(clients, 2 * size);
            }
            entered[size] = enteredUnixMicros;
            clients[size++] = count;
        }

        /** The delay is over; the clients for which it was began to wait before us, so they are flushed before us. */
        @Override
        public void due() {
            delayed.remove(delayNanos);
            loop.flushes().add(this);
        }

        @Override
        public void flush() {
            measure();
        }

        void measure() {
            long now = unixMicros.getAsLong();
            for (int i = 0; i < size; i++) {
                loop.counters().delivery.record((now - entered[i]) * NANOS_PER_MICRO, clients[i]);
            }
            size = 0;
        }
    }
}
