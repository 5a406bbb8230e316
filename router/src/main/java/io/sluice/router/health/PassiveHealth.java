package io.sluice.router.health;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of this router tell of the health of one backend: a failure ejects it for a while, a success
 * takes it back.
 *
 * <p>This needs no checks: clients connect often enough, and one whose attempt fails is sent on to the next backend.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class PassiveHealth {

    /** Length of the first ejection: about what a restart of a crashed process takes at best. */
    public static final Duration FIRST_EJECTION = Duration.ofSeconds(1);

    /** Longest ejection: the lifetime of a registry record (5 s) plus the grace of the router, after which it is gone. */
    public static final Duration LONGEST_EJECTION = Duration.ofSeconds(10);

    private record Ejection(long untilNanos, long lengthNanos) {}

    private final LongSupplier nanoClock;
    private final AtomicReference<@Nullable Ejection> ejection = new AtomicReference<>();

    /**
     * @param nanoClock a clock like {@link System#nanoTime}
     */
    public PassiveHealth(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether the backend is to be left alone now. */
    public boolean ejected() {
        return lasts(ejection.get(), nanoClock.getAsLong());
    }

    /**
     * A connection failed. Of many attempts that fail together only the first one counts, otherwise a burst would reach
     * the longest ejection at once.
     *
     * @return whether this failure began a new ejection
     */
    public boolean failed() {
        long now = nanoClock.getAsLong();
        Ejection before = ejection.get();
        if (lasts(before, now)) {
            return false;
        }
        long length = before == null
                ? FIRST_EJECTION.toNanos()
                : Math.min(2 * before.lengthNanos(), LONGEST_EJECTION.toNanos());
        return ejection.compareAndSet(before, new Ejection(now + length, length));
    }

    /** A connection came about: whatever was wrong has passed. */
    public void succeeded() {
        if (ejection.get() != null) {
            ejection.set(null);
        }
    }

    private static boolean lasts(@Nullable Ejection ejection, long nowNanos) {
        return ejection != null && ejection.untilNanos() - nowNanos > 0;
    }
}
