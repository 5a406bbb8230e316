package io.sluice.gateway.hub;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryTimes;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Passage;
import io.sluice.gateway.outbound.Receiver;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries publications from any thread to the subscribers of one loop.
 *
 * <p>Producers put batches of them in a bounded queue; one task on the loop drains it. What a drain hands to clients is flushed
 * behind it, once for each client. A drain that uses up the turn's budget goes on after the loop has served its sockets, so that
 * a fan-out to many thousands never holds up a ping.
 */
@EventLoopConfined
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    /** Publications that may wait for the loop: some 100 ms at full speed. More are dropped and counted. */
    static final int MAX_QUEUED_PUBLICATIONS = 65_536;

    /** Batches in one chunk of the queue. */
    private static final int QUEUE_CHUNK = 1024;

    /** Deliveries, or publications that nobody wants, between two looks at the clock, which costs as much as one delivery. */
    private static final int STEPS_PER_CLOCK_CHECK = 64;

    // Shared with producers. The queue itself knows no bound: the number of publications has one.
    private final MpscUnboundedArrayQueue<List<Message>> queue = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final AtomicInteger queuedPublications = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LoopTasks loop;
    private final TurnBudget turn;
    private final Runnable drain = this::drain;

    // Touched only on the loop.
    private final Function<String, @Nullable LocalChannel> channels;
    private final LoopCounters counters;
    private final DeliveryTimes deliveryTimes;
    private List<Message> batch = List.of();
    private int nextOfBatch;
    private @Nullable Walk walk;

    FanOut(
            LoopTasks loop,
            TurnBudget turn,
            Function<String, @Nullable LocalChannel> channels,
            LoopCounters counters,
            DeliveryTimes deliveryTimes) {
        this.loop = loop;
        this.turn = turn;
        this.channels = channels;
        this.counters = counters;
        this.deliveryTimes = deliveryTimes;
    }

    /** Any thread: takes publications, in order; false if the queue is full and they were dropped. */
    boolean offer(List<Message> publications) {
        int queued = queuedPublications.addAndGet(publications.size());
        if (queued > MAX_QUEUED_PUBLICATIONS) {
            queuedPublications.addAndGet(-publications.size());
            return false;
        }
        queue.offer(publications);
        schedule();
        return true;
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(drain);
        }
    }

    private void drain() {
        turn.begin();
        boolean finished = deliverAll();
        if (!finished && walk != null) {
            noteDelivered(walk); // Those of this turn are written to sooner than the rest.
        }
        deliveryTimes.sliceOver();
        if (!finished) {
            turn.resume(drain);
            return;
        }
        scheduled.set(false);
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    /** Whether nothing is left to deliver; false when the budget is used up first. */
    private boolean deliverAll() {
        int steps = 0;
        while (walk != null || beginNext()) {
            Walk current = walk;
            while (current != null && current.step()) {
                if (++steps % STEPS_PER_CLOCK_CHECK == 0 && turn.exhausted()) {
                    return false;
                }
            }
            if (current != null) {
                end(current);
                walk = null;
            } else if (++steps % STEPS_PER_CLOCK_CHECK == 0 && turn.exhausted()) {
                return false;
            }
        }
        return true;
    }

    private void end(Walk over) {
        over.channel.endWalk();
        counters.delivered.add(over.delivered);
        noteDelivered(over);
        Passage passage = over.publication.passage();
        if (passage != null) {
            walked(passage, over.delivered);
        }
    }

    /** Has the time measured of those that the publication was handed to since the last call. */
    private void noteDelivered(Walk current) {
        Passage passage = current.publication.passage();
        if (passage != null) {
            deliveryTimes.handed(
                    passage.enteredUnixMicros(),
                    current.delivered - current.noted,
                    current.channel.options().writeDelayNanos());
            current.noted = current.delivered;
        }
    }

    private void walked(Passage passage, int clients) {
        int all = passage.walked(clients);
        if (all != Passage.OTHERS_FOLLOW) {
            counters.fanOut.record(all);
        }
    }

    /** Takes the next publication, whose walk begins if somebody wants it; false if there is none. */
    private boolean beginNext() {
        Message publication = nextPublication();
        if (publication == null) {
            return false;
        }
        counters.received.add(1);
        LocalChannel channel = channels.apply(publication.channel());
        Passage passage = publication.passage();
        Publication content = publication.publication();
        if (channel != null) {
            if (content != null) {
                channel.heard(content);
            }
            walk = new Walk(channel, publication);
        } else if (passage != null) {
            walked(passage, 0);
        }
        return true;
    }

    private @Nullable Message nextPublication() {
        if (nextOfBatch == batch.size()) {
            List<Message> next = queue.poll();
            if (next == null) {
                batch = List.of();
                nextOfBatch = 0;
                return null;
            }
            batch = next;
            nextOfBatch = 0;
        }
        queuedPublications.decrementAndGet();
        return batch.get(nextOfBatch++);
    }

    /** One publication's way through the subscribers of its channel. */
    private static final class Walk {

        private final LocalChannel channel;
        private final Message publication;
        private final int end;
        private int next;
        private int delivered;
        // Those of them whose time is being measured.
        private int noted;

        Walk(LocalChannel channel, Message publication) {
            this.channel = channel;
            this.publication = publication;
            this.end = channel.end();
            channel.beginWalk();
        }

        /** Delivers to one subscriber; false when there are no more. */
        boolean step() {
            while (next < end) {
                Receiver receiver = channel.receiver(next++);
                if (receiver != null) {
                    deliver(receiver);
                    return true;
                }
            }
            return false;
        }

        /** One receiver's failure, for instance for want of memory, must cost no other receiver anything. */
        private void deliver(Receiver receiver) {
            try {
                if (publication.publication() == null) {
                    receiver.change(publication);
                } else {
                    receiver.deliver(publication, channel.options());
                    delivered++;
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                log.warn(PEER, "delivery failed", e);
            }
        }
    }
}
