package io.sluice.gateway.hub;

import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscChunkedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries publications from any thread to the subscribers of one loop.
 *
 * <p>Producers put them in a bounded queue; one task on the loop drains it. What a drain wrote is
 * flushed once, behind it, by {@link FlushList}. A drain that takes longer than a slice lets the loop serve its sockets and goes on where it stopped, so that a
 * fan-out to many thousands never holds up a ping.
 */
@EventLoopConfined
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    /** Publications that may wait for the loop: some 100 ms at full speed. More are dropped and counted. */
    static final int MAX_QUEUED_PUBLICATIONS = 65_536;

    private static final int QUEUE_CHUNK = 1024;

    /** Longest time without serving sockets: 2 ms, which is about 500 sends with a flush each. */
    private static final long SLICE_NANOS = 2_000_000;

    /** Deliveries between two looks at the clock, which costs as much as one delivery. */
    private static final int DELIVERIES_PER_CLOCK_CHECK = 64;

    private record Arrival(String channel, Publication publication) {}

    // Shared with producers.
    private final MpscChunkedArrayQueue<Arrival> queue =
            new MpscChunkedArrayQueue<>(QUEUE_CHUNK, MAX_QUEUED_PUBLICATIONS);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LoopTasks loop;
    private final LongSupplier nanoTime;

    // Touched only on the loop.
    private final Function<String, @Nullable LocalChannel> channels;
    private final LoopCounters counters;
    private @Nullable Walk walk;

    FanOut(
            LoopTasks loop,
            LongSupplier nanoTime,
            Function<String, @Nullable LocalChannel> channels,
            LoopCounters counters) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.channels = channels;
        this.counters = counters;
    }

    /** Any thread: takes a publication; false if the queue is full and it was dropped. */
    boolean offer(String channel, Publication publication) {
        if (!queue.offer(new Arrival(channel, publication))) {
            return false;
        }
        schedule();
        return true;
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        long deadlineNanos = nanoTime.getAsLong() + SLICE_NANOS;
        boolean done = drainUntil(deadlineNanos);
        if (!done) {
            loop.afterIo(this::drain);
            return;
        }
        scheduled.set(false);
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    /** Whether nothing is left to deliver. */
    private boolean drainUntil(long deadlineNanos) {
        int deliveries = 0;
        while (true) {
            Walk current = walk != null ? walk : nextWalk();
            if (current == null) {
                return true;
            }
            walk = current;
            while (current.step()) {
                if (++deliveries % DELIVERIES_PER_CLOCK_CHECK == 0 && nanoTime.getAsLong() - deadlineNanos > 0) {
                    return false;
                }
            }
            counters.delivered.add(current.delivered);
            current.end();
            walk = null;
        }
    }

    private @Nullable Walk nextWalk() {
        Arrival arrival;
        while ((arrival = queue.poll()) != null) {
            counters.received.add(1);
            LocalChannel channel = channels.apply(arrival.channel());
            if (channel != null) {
                return new Walk(channel, new EncodedPublication(arrival.channel(), arrival.publication()));
            }
        }
        return null;
    }

    /** One publication's way through the subscribers of its channel. */
    private static final class Walk {

        private final LocalChannel channel;
        private final EncodedPublication publication;
        private final int end;
        private int next;
        private int delivered;

        Walk(LocalChannel channel, EncodedPublication publication) {
            this.channel = channel;
            this.publication = publication;
            this.end = channel.end();
            channel.beginWalk();
        }

        /** Delivers to one subscriber; false when there are no more. */
        boolean step() {
            while (next < end) {
                Subscription subscription = channel.at(next++);
                if (subscription != null) {
                    deliver(subscription.subscriber());
                    return true;
                }
            }
            return false;
        }

        /** One receiver's failure, for instance for want of memory, must cost no other receiver anything. */
        private void deliver(Subscriber subscriber) {
            try {
                subscriber.deliver(publication.frame(subscriber.format()));
                delivered++;
            } catch (RuntimeException | OutOfMemoryError e) {
                log.warn("delivery failed", e);
            }
        }

        void end() {
            channel.endWalk();
            publication.release();
        }
    }
}
