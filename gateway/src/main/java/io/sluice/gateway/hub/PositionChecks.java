package io.sluice.gateway.hub;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.loop.Recurring;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds losses that no later publication shows: from time to time compares where the subscribers of a channel are with where its
 * stream is.
 *
 * <p>One read serves all subscribers of a channel on this node. They are compared with what it said only after {@link #GRACE}, in
 * which everything that was on its way has arrived: a busy channel is never taken for a broken one.
 *
 * <p>With each read the broker is shown what the loops have had of the stream, so that one which went back begins a new epoch, see
 * {@link Broker#check}. That is done at once when a loop notices that something does not follow what was there before, and after an
 * outage also for channels that nobody here is subscribed to any more.
 *
 * <p>After an outage all of them are looked at within 3 s, up to 12,000 channels of a node; of more, 4,000 a second. While many with
 * subscribers are due, 1,000 a second of these are channels that nobody is subscribed to any more.
 *
 * <p>Threading: any thread; works on the owner's context.
 */
@ThreadSafe
public final class PositionChecks implements StreamWatch {

    private static final Logger log = LoggerFactory.getLogger(PositionChecks.class);

    /** Longer than a publication takes from Redis to the last subscriber of a loop that is not overloaded. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** After an outage all channels are due within this time: soon, but not all at once. */
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(3);

    /**
     * After that they are checked once more. The first look may find a stream that went back at an offset which its subscribers
     * had passed by then: only a look that began later than they were seen there tells that they are ahead of it.
     */
    private static final Duration SECOND_LOOK = AFTER_OUTAGE.plus(GRACE).plusSeconds(1);

    /** Time between two looks at what is due. */
    private static final Duration TICK = Duration.ofMillis(500);

    /** On suspicion a channel is looked at no sooner than this after the answer before: overload makes gaps all the time. */
    private static final Duration BETWEEN_SUSPICIONS = Duration.ofSeconds(1);

    /**
     * Most looks begun in one tick, so that Redis gets no more than 4,000 a second from one node; and as many more as loops of a
     * channel have had different things of its stream.
     */
    private static final int MAX_READS_PER_TICK = 2000;

    /** How many of these are kept for channels that were left, as long as any of them wait. */
    private static final int LEFT_READS_PER_TICK = 500;

    private final Vertx vertx;
    private final Context owner;
    private final Broker broker;
    private final Loops loops;
    private final LongSupplier nanoTime;
    private final LongAdder failed = new LongAdder();
    private final LongAdder wentBack = new LongAdder();
    // Counted up on the owner's context only; volatile because subscribers on all loops ask for it.
    private volatile long lastLook;

    // Touched only on the owner's context.
    private final Map<String, Watched> channels = new HashMap<>();
    private final LeftStreams left = new LeftStreams(LeftStreams.MAX_CHANNELS);
    private final Recurring<Watched> due;
    private final Deque<Watched> suspected = new ArrayDeque<>();
    private final Deque<LeftStreams.Left> leftToCheck = new ArrayDeque<>();
    // Reads that may begin at once, before the next tick.
    private int allowance = MAX_READS_PER_TICK;
    private boolean ticking;

    /** The loops that have subscribers; any thread. */
    interface Loops {

        /**
         * What they were delivered, and told by the broker, of the channel's stream: without those who know nothing, and without
         * repeating. None speaks for another one: who has reached most need not have heard what the stream has lost.
         */
        Future<List<StreamSight>> sights(String channel);

        /** Compares the subscribers of the channel with where its stream was when it was looked at. */
        void compare(String channel, StreamPosition top, long look);
    }

    /** What was had of a stream at some moment, by one loop or more. */
    private static final class Evidence {

        private final List<StreamSight> sights;
        // Whether it was had before something that does not follow it: nothing had later replaces it.
        private final boolean suspicion;

        /** @param sights empty if nothing was had */
        Evidence(List<StreamSight> sights, boolean suspicion) {
            this.sights = sights.isEmpty() ? List.of(StreamSight.NOTHING) : sights;
            this.suspicion = suspicion;
        }

        boolean isOf(String epoch) {
            return sights.stream().anyMatch(sight -> sight.reached().epoch().equals(epoch));
        }
    }

    /** A channel with positioned subscribers. */
    private static final class Watched {

        private final String channel;
        private final Duration metaTtl;
        private final Recurring.Entry<Watched> entry;
        private int subscribers;

        // What the next look is to show the broker, until it has answered; null for what the loops have had by then.
        private @Nullable Evidence evidence;
        // The suspicion that came next, before that one was shown.
        private @Nullable Evidence later;
        // Whether it is looked at on suspicion, or was a moment ago.
        private boolean asking;
        // Of the loop that was left last by all of its subscribers.
        private @Nullable StreamSight last;
        // Of the subscribers before these, unless there has been an outage since: what was had later is worth more.
        private @Nullable Evidence ofFormer;

        Watched(String channel, Duration metaTtl, Recurring<Watched> due, long nowNanos) {
            this.channel = channel;
            this.metaTtl = metaTtl;
            this.entry = due.add(this, nowNanos);
        }
    }

    /**
     * @param owner context that keeps the table
     * @param period time between two checks of a channel
     * @param loops those that have the subscribers
     */
    PositionChecks(
            Vertx vertx,
            Context owner,
            Broker broker,
            Duration period,
            RandomGenerator random,
            LongSupplier nanoTime,
            Loops loops) {
        this.vertx = vertx;
        this.owner = owner;
        this.broker = broker;
        this.nanoTime = nanoTime;
        this.loops = loops;
        this.due = new Recurring<>(period, random);
    }

    /** A positioned subscription of {@code channel} has begun. */
    public void begin(String channel, Duration metaTtl) {
        owner.runOnContext(ignored -> {
            Watched watched = channels.get(channel);
            if (watched == null) {
                watched = new Watched(channel, metaTtl, due, nanoTime.getAsLong());
                List<StreamSight> before = left.take(channel);
                if (!before.isEmpty()) {
                    watched.evidence = new Evidence(before, false);
                    watched.ofFormer = watched.evidence;
                }
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
                rememberWhatWasHad(watched);
            }
        });
    }

    private void rememberWhatWasHad(Watched watched) {
        if (watched.evidence != null && watched.evidence != watched.ofFormer) {
            remember(watched, watched.evidence.sights);
            return;
        }
        if (watched.last != null) {
            remember(watched, List.of(watched.last));
        } else if (watched.evidence != null) {
            remember(watched, watched.evidence.sights);
        }
        // Subscribers without a position may have stayed: then their loops go on, and have left nothing.
        loops.sights(watched.channel)
                .onSuccess(sights -> owner.runOnContext(ignored -> {
                    if (!sights.isEmpty() && !channels.containsKey(watched.channel)) {
                        remember(watched, with(watched.last, sights));
                    }
                }));
    }

    private static List<StreamSight> with(@Nullable StreamSight one, List<StreamSight> others) {
        return one == null
                ? others
                : Stream.concat(Stream.of(one), others.stream()).distinct().toList();
    }

    private void remember(Watched watched, List<StreamSight> sights) {
        left.remember(new LeftStreams.Left(watched.channel, sights, watched.metaTtl));
    }

    /** A channel without positioned subscribers is left alone; any other is checked now, with what was had before. */
    @Override
    public void suspect(String channel, StreamSight before) {
        owner.runOnContext(ignored -> {
            Watched watched = channels.get(channel);
            if (watched == null) {
                return;
            }
            Evidence suspicion = new Evidence(List.of(before), true);
            if (watched.evidence == null) {
                watched.evidence = suspicion;
            } else if (!watched.evidence.suspicion) {
                // What waits for the broker's answer may prove a loss that this one does not.
                watched.evidence = new Evidence(with(before, watched.evidence.sights), true);
            } else if (watched.asking && watched.later == null) {
                watched.later = suspicion;
            }
            if (!watched.asking) {
                ask(watched);
            }
        });
    }

    private void ask(Watched watched) {
        watched.asking = true;
        if (allowance > 0) {
            allowance--;
            look(watched, true);
        } else {
            suspected.add(watched);
        }
    }

    private void asked(Watched watched) {
        vertx.setTimer(
                BETWEEN_SUSPICIONS.toMillis(),
                timer -> owner.runOnContext(ignored -> {
                    watched.asking = false;
                    boolean suspicious = watched.evidence != null && watched.evidence.suspicion;
                    if (suspicious && watched.subscribers > 0) {
                        ask(watched);
                    }
                }));
    }

    @Override
    public void left(String channel, StreamSight last) {
        owner.runOnContext(ignored -> {
            Watched watched = channels.get(channel);
            if (watched != null) {
                watched.last = last;
            }
        });
    }

    /** Publications may have been missed in every channel, or lost by their streams: all are checked soon, twice. */
    void checkAllSoon() {
        owner.runOnContext(ignored -> {
            channels.values().forEach(watched -> watched.ofFormer = null);
            hurry();
            vertx.setTimer(SECOND_LOOK.toMillis(), timer -> owner.runOnContext(again -> hurry()));
        });
    }

    private void hurry() {
        due.hurry(nanoTime.getAsLong(), AFTER_OUTAGE);
        leftToCheck.clear();
        leftToCheck.addAll(left.all());
        tickLater();
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

    /** Streams that were found to have gone back, and were given a new epoch, by this node. */
    public long wentBack() {
        return wentBack.sum();
    }

    private void tickLater() {
        if (!ticking && !(channels.isEmpty() && leftToCheck.isEmpty())) {
            ticking = true;
            vertx.setTimer(TICK.toMillis(), timer -> owner.runOnContext(ignored -> tick()));
        }
    }

    private void tick() {
        ticking = false;
        int ofLeft = Math.min(leftToCheck.size(), LEFT_READS_PER_TICK);
        int rest = MAX_READS_PER_TICK - ofLeft;
        for (; rest > 0 && !suspected.isEmpty(); rest--) {
            look(suspected.remove(), true);
        }
        List<Watched> now = due.takeDue(nanoTime.getAsLong(), rest);
        rest -= now.size();
        rest += ofLeft;
        now.forEach(watched -> look(watched, false));
        for (; rest > 0 && !leftToCheck.isEmpty(); rest--) {
            LeftStreams.Left stream = leftToCheck.remove();
            var unused = check(stream.channel(), stream.sights(), stream.metaTtl());
        }
        allowance = rest;
        tickLater();
    }

    private void look(Watched watched, boolean onSuspicion) {
        if (watched.evidence != null) {
            look(watched, watched.evidence, onSuspicion);
        } else {
            loops.sights(watched.channel)
                    .onSuccess(sights -> owner.runOnContext(ignored -> {
                        if (watched.evidence == null) {
                            watched.evidence =
                                    new Evidence(sights, false); // Shown again if the broker does not answer.
                        }
                        look(watched, watched.evidence, onSuspicion);
                    }));
        }
    }

    private void look(Watched watched, Evidence seen, boolean onSuspicion) {
        long look = lastLook + 1;
        lastLook = look;
        check(watched.channel, seen.sights, watched.metaTtl)
                .onComplete((found, failure) -> owner.runOnContext(ignored -> {
                    if (failure == null) {
                        looked(watched, seen, found, look, onSuspicion);
                    }
                    if (onSuspicion) {
                        asked(watched);
                    }
                }));
    }

    private void looked(Watched watched, Evidence seen, StreamCheck found, long look, boolean onSuspicion) {
        if (seen == watched.evidence) {
            watched.evidence = watched.later;
            watched.later = null;
        }
        if (found.wentBack()) {
            // Whoever is of the former epoch cannot be helped by what is still on its way.
            loops.compare(watched.channel, found.top(), look);
        }
        // After a stream went back too: then for those who were still waiting for their page of the former epoch.
        if (found.wentBack() || !onSuspicion || !seen.isOf(found.top().epoch())) {
            vertx.setTimer(GRACE.toMillis(), timer -> loops.compare(watched.channel, found.top(), look));
        }
        // Else a gap has ended those whom it concerns; where gaps come from overload the others are late by more than
        // the grace.
    }

    /** Shows the sights one after the other, until one of them tells that the stream went back; the last answer counts. */
    private Future<StreamCheck> check(String channel, List<StreamSight> seen, Duration metaTtl) {
        Future<StreamCheck> checked = check(channel, seen.get(0), metaTtl);
        for (StreamSight next : seen.subList(1, seen.size())) {
            checked = checked.compose(
                    found -> found.wentBack() ? Future.succeededFuture(found) : check(channel, next, metaTtl));
        }
        return checked;
    }

    private Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        return broker.check(channel, seen, metaTtl)
                .onSuccess(found -> {
                    if (found.wentBack()) {
                        wentBack.increment();
                        log.warn(
                                PEER,
                                "stream went back and has a new epoch, for Redis lost publications channel={} reached={} top={}",
                                channel,
                                seen.reached().offset(),
                                found.top().offset());
                    }
                })
                .onFailure(cause -> {
                    failed.increment();
                    log.debug(PEER, "position not checked channel={} cause={}", channel, cause.toString());
                });
    }
}
