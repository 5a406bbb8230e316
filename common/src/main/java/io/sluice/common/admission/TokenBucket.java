package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets through so many events a second on the average, and so many at once after a pause: in any time {@code t} at most
 * {@code burst + perSecond * t}.
 *
 * <p>Threading: any thread, without locks. Nobody waits, and there is no queue: who gets no token is told how long one would
 * take.
 */
@ThreadSafe
public final class TokenBucket {

    /*
     * The generic cell rate algorithm (ITU-T I.371, annex A; "virtual scheduling"). Instead of a count of tokens and the time it
     * was last brought up to date, there is one number: the time at which the bucket will be full if nothing more is taken.
     * Each token moves it on by one interval. A token may be taken for as long as that leaves it no further ahead of now than
     * a whole bucket takes to fill. One number fits into one compare-and-set.
     */

    private final long intervalNanos;
    private final long toleranceNanos;
    private final LongSupplier nanoClock;
    private final long originNanos;

    /** When the bucket is full again, in nanoseconds since {@link #originNanos}; in the past for a full one. */
    private final AtomicLong fullNanos = new AtomicLong();

    /**
     * Makes a full bucket.
     *
     * @param perSecond tokens that come back in a second; limits as in {@link Rate}
     * @param burst tokens that the full bucket holds, at least 1
     * @param nanoClock nanoseconds from any origin that never go back, such as {@code System::nanoTime}
     */
    public TokenBucket(double perSecond, double burst, LongSupplier nanoClock) {
        this(new Rate(perSecond, burst), nanoClock);
    }

    /** Makes a full bucket of this rate. */
    public TokenBucket(Rate rate, LongSupplier nanoClock) {
        this.intervalNanos = rate.intervalNanos();
        this.toleranceNanos = rate.toleranceNanos();
        this.nanoClock = nanoClock;
        this.originNanos = nanoClock.getAsLong();
    }

    /** Takes a token; false, without effect, if there is none. */
    public boolean tryTake() {
        while (true) {
            long now = now();
            long full = fullNanos.get();
            long next = Math.max(now, full) + intervalNanos;
            if (next - now > toleranceNanos) {
                return false;
            }
            if (fullNanos.compareAndSet(full, next)) {
                return true;
            }
        }
    }

    /** Gives back a token that was taken for nothing; a full bucket stays as it is. */
    public void giveBack() {
        fullNanos.addAndGet(-intervalNanos);
    }

    /** Time until there is a token, if nobody takes one before; zero if there is one now. */
    public Duration untilNext() {
        long now = now();
        long next = Math.max(now, fullNanos.get()) + intervalNanos;
        return Duration.ofNanos(Math.max(0, next - now - toleranceNanos));
    }

    /** Whether nothing is missing, so that a new bucket would do as well as this one. */
    public boolean isFull() {
        return fullNanos.get() <= now();
    }

    private long now() {
        return nanoClock.getAsLong() - originNanos;
    }
}
