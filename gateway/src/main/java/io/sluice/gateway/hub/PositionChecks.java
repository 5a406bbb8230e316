package io.sluice.gateway.hub;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.loop.Recurring;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds losses that no later publication shows: from time to time compares where the subscribers of a channel are with where its
 * stream is.
 *
 * <p>One read serves all subscribers of a channel on this node. They are compared with what it said only after {@link #GRACE}, in
 * which everything that was on its way has arrived: a busy channel is never taken for a broken one.
 *
 * <p>Threading: any thread; works on the owner's context.
 */
@ThreadSafe
public final class PositionChecks {

    private static final Logger log = LoggerFactory.getLogger(PositionChecks.class);

    /** Longer than a publication takes from Redis to the last subscriber of a loop that is not overloaded. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** After an outage all channels are checked within this time: soon, but not all at once. */
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(3);

    /**
     * After that they are checked once more. The first look may find a stream that went back at an offset which its subscribers
     * had passed by then: only a look that began later than they were seen there tells that they are ahead of it.
     */
    private static final Duration SECOND_LOOK = AFTER_OUTAGE.plus(GRACE).plusSeconds(1);

    /** Time between two looks at what is due. */
    private static final Duration TICK = Duration.ofMillis(500);

    /** Most reads begun in one tick, so that Redis gets no more than 4,000 a second from one node. */
    private static final int MAX_READS_PER_TICK = 2000;

    private final Vertx vertx;
    private final Context owner;
    private final Broker broker;
    private final Comparison compare;
    private final LongSupplier nanoTime;
    private final LongAdder failed = new LongAdder();
    // Counted up on the owner's context only; volatile because subscribers on all loops ask for it.
    private volatile long lastLook;

    // Touched only on the owner's context.
    private final Map<String, Watched> channels = new HashMap<>();
    private final Recurring<Watched> due;
    private boolean ticking;

    /** Compares the subscribers of a channel with where its stream was when it was looked at. */
    @FunctionalInterface
    interface Comparison {
        void with(String channel, StreamPosition position, long look);
    }

    /** A channel with positioned subscribers. */
    private static final class Watched {

        private final String channel;
        private final Duration metaTtl;
        private final Recurring.Entry<Watched> entry;
        private int subscribers;

        Watched(String channel, Duration metaTtl, Recurring<Watched> due, long nowNanos) {
            this.channel = channel;
            this.metaTtl = metaTtl;
            this.entry = due.add(this, nowNanos);
        }
    }

    /**
     * @param owner context that keeps the table
     * @param period time between two checks of a channel
     * @param compare compares the subscribers of a channel with a position that the stream had a while ago
     */
    PositionChecks(
            Vertx vertx,
            Context owner,
            Broker broker,
            Duration period,
            RandomGenerator random,
            LongSupplier nanoTime,
            Comparison compare) {
        this.vertx = vertx;
        this.owner = owner;
        this.broker = broker;
        this.nanoTime = nanoTime;
        this.compare = compare;
        this.due = new Recurring<>(period, random);
    }

    /** A positioned subscription of {@code channel} has begun. */
    public void begin(String channel, Duration metaTtl) {
        owner.runOnContext(ignored -> {
            Watched watched = channels.get(channel);
            if (watched == null) {
                watched = new Watched(channel, metaTtl, due, nanoTime.getAsLong());
                channels.put(channel, watched);
                tickLater();
            }
            watched.subscribers++;
        });
    }

    /** A positioned subscription of {@code channel} has ended. */
    public void end(String channel) {
        owner.runOnContext(ignored -> {
            Watched watched = requireNonNull(channels.get(channel));
            if (--watched.subscribers == 0) {
                watched.entry.remove();
                channels.remove(channel);
            }
        });
    }

    /** Publications may have been missed in every channel, or lost by their streams: all are checked soon, twice. */
    void checkAllSoon() {
        owner.runOnContext(ignored -> {
            hurry();
            vertx.setTimer(SECOND_LOOK.toMillis(), timer -> owner.runOnContext(again -> hurry()));
        });
    }

    private void hurry() {
        due.hurry(nanoTime.getAsLong(), AFTER_OUTAGE);
    }

    /** Channels with a positioned subscriber on this node; on the owner's context. */
    int size() {
        return channels.size();
    }

    /**
     * The number of the look at a stream that began last, of whatever channel: those that begin from now on have higher ones.
     * Any thread.
     */
    public long lastLook() {
        return lastLook;
    }

    /** Checks that failed because the broker did not answer; they come again. */
    public long failures() {
        return failed.sum();
    }

    private void tickLater() {
        if (!ticking && !channels.isEmpty()) {
            ticking = true;
            vertx.setTimer(TICK.toMillis(), timer -> owner.runOnContext(ignored -> tick()));
        }
    }

    private void tick() {
        ticking = false;
        for (Watched watched : due.takeDue(nanoTime.getAsLong(), MAX_READS_PER_TICK)) {
            long look = lastLook + 1;
            lastLook = look;
            broker.history(watched.channel, HistoryQuery.POSITION, watched.metaTtl)
                    .map(HistoryPage::top)
                    .onSuccess(top -> compareLater(watched.channel, top, look))
                    .onFailure(cause -> {
                        failed.increment();
                        log.debug(PEER, "position not checked channel={} cause={}", watched.channel, cause.toString());
                    });
        }
        tickLater();
    }

    private void compareLater(String channel, StreamPosition top, long look) {
        owner.runOnContext(ignored -> vertx.setTimer(GRACE.toMillis(), timer -> compare.with(channel, top, look)));
    }
}
