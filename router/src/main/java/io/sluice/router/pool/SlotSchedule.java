package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells clients that there is no room for when to come back, each its own time: one after the other, as fast as the backends
 * take them.
 *
 * <p>Nobody is held and nothing is kept for anybody. A client that comes at another time takes its chance like all others.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
final class SlotSchedule {

    /** Nobody is sent away for longer: who has to wait longer than this asks again and finds what is then true. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Part of a wait by which it may be longer, so that a second's clients do not all come at its beginning. */
    private static final double JITTER = 0.2;

    /** Part of the longest wait that is left to chance when all slots up to it are taken. */
    private static final double LATE_JITTER = 0.5;

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoClock;
    private final long originNanos;

    /** The last slot that was given away, in nanoseconds since {@link #originNanos}. */
    private final AtomicLong lastNanos = new AtomicLong();

    SlotSchedule(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.originNanos = nanoClock.getAsLong();
    }

    /**
     * The time until the next free slot.
     *
     * @param perSecond slots in a second, above 0
     * @param chance 0 to 1
     * @return above zero, at most {@link #LONGEST}
     */
    Duration next(double perSecond, double chance) {
        long now = nanoClock.getAsLong() - originNanos;
        long end = now + LONGEST.toNanos();
        long interval = Math.min(LONGEST.toNanos(), (long) Math.ceil(NANOS_PER_SECOND / perSecond));
        long slot = lastNanos.updateAndGet(last -> Math.min(end, Math.max(now, last) + interval));
        if (slot == end) {
            return Duration.ofNanos((long) (LONGEST.toNanos() * (1 - LATE_JITTER * chance)));
        }
        return Duration.ofNanos(Math.min(LONGEST.toNanos(), (long) ((slot - now) * (1 + JITTER * chance))));
    }
}
