package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Ends the patience with things that all may wait equally long, oldest first, with one timer for all of them.
 *
 * <p>Time is counted in ticks of the event loop and not by a clock: when this process stalls, so does the patience, and
 * answers that came meanwhile are read before anybody gives up. A wait ends up to {@value #TICK_MILLIS} ms late. The
 * number of those who wait is bounded by those who add.
 */
@EventLoopConfined
final class Deadlines {

    static final long TICK_MILLIS = 100;

    /** Something that waits. */
    interface Waiter {

        /** Whether the wait is over already, in whatever way. */
        boolean decided();

        /** The patience has ended; called at most once, and not if {@link #decided}. */
        void expire();
    }

    private record Entry(Waiter waiter, long lastTick) {}

    private final Vertx vertx;
    private final long ticksAllowed;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long tick;
    private boolean ticking;

    Deadlines(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        // One more, because the present tick is partly over.
        this.ticksAllowed = (patience.toMillis() + TICK_MILLIS - 1) / TICK_MILLIS + 1;
    }

    void add(Waiter waiter) {
        entries.add(new Entry(waiter, tick + ticksAllowed));
        if (!ticking) {
            ticking = true;
            vertx.setTimer(TICK_MILLIS, id -> tick());
        }
    }

    /** How many wait, or have been decided and not yet been forgotten. */
    int size() {
        return entries.size();
    }

    /** Forgets those at the front who are decided, so that what they hold can be freed before the next tick. */
    void trim() {
        for (Entry first = entries.peek(); first != null && first.waiter.decided(); first = entries.peek()) {
            entries.remove();
        }
    }

    private void tick() {
        tick++;
        trim();
        for (Entry first = entries.peek(); first != null && first.lastTick <= tick; first = entries.peek()) {
            entries.remove();
            if (!first.waiter.decided()) {
                first.waiter.expire();
            }
        }
        ticking = !entries.isEmpty();
        if (ticking) {
            vertx.setTimer(TICK_MILLIS, id -> tick());
        }
    }
}
