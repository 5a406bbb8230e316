package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tells refused clients when to come back, each at a time of its own: if all were told the time of the next free place, all would
 * come then, and all but one be refused again.
 *
 * <p>Where a rate is known, the times follow each other at that rate. They are no promise: newcomers take places too.
 *
 * <p>Threading: any thread, without locks.
 */
@ThreadSafe
final class ComebackSchedule {

    /** Nobody is sent away for longer: whoever built the client may not have thought of more. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    /** Where nothing tells when there will be room, the comebacks are spread over this time. */
    static final Duration SPREAD = Duration.ofSeconds(5);

    /** Given as whole seconds, which would make all of one second come at its beginning. */
    private static final long JITTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long intervalNanos;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final long originNanos;

    /** Up to when places have been given away, in nanoseconds since {@link #originNanos}. */
    private final AtomicLong takenNanos = new AtomicLong();

    /** @param random must be safe for any thread */
    ComebackSchedule(Rate rate, LongSupplier nanoClock, RandomGenerator random) {
        this.intervalNanos = rate.intervalNanos();
        this.nanoClock = nanoClock;
        this.random = random;
        this.originNanos = nanoClock.getAsLong();
    }

    /** Time after which the next refused client is to come back; at most {@link #LONGEST} and a second. */
    Duration next() {
        long now = nanoClock.getAsLong() - originNanos;
        long latest = now + LONGEST.toNanos();
        long taken = takenNanos.updateAndGet(until -> Math.min(latest, Math.max(now, until) + intervalNanos));
        // At the end of the schedule everybody would have the same time.
        long wait = taken < latest ? taken - now : random.nextLong(LONGEST.toNanos() / 2, LONGEST.toNanos() + 1);
        return Duration.ofNanos(wait + random.nextLong(JITTER_NANOS));
    }

    /** A time for a client that waits for room and not for its turn. */
    static Duration anyTime(RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(SPREAD.toNanos()));
    }

    /** A time a little later than the next free place of a source. */
    static Duration after(Duration wait, RandomGenerator random) {
        Duration shortened = wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
        return shortened.plusNanos(random.nextLong(JITTER_NANOS));
    }
}
