package io.sluice.gateway.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock by which tokens and back ends say how long something may last. Ends are Unix times in seconds; 0 stands for never.
 *
 * @param unixMillis the time, in milliseconds
 */
public record WallClock(LongSupplier unixMillis) {

    /** What lasts longer is taken for this: clients keep the time in a timer, and the largest that they can set is 24 days more. */
    static final Duration LONGEST = Duration.ofDays(365);

    long millis() {
        return unixMillis.getAsLong();
    }

    /** Whether such an end has come. */
    boolean isOver(long atSeconds) {
        return atSeconds > 0 && TimeUnit.SECONDS.toMillis(atSeconds) <= millis();
    }

    /** Milliseconds until an end that is not never: 0 if it has come, and no more than {@link #LONGEST}. */
    long millisUntil(long atSeconds) {
        long left = TimeUnit.SECONDS.toMillis(atSeconds) - millis();
        return Math.max(0, Math.min(left, LONGEST.toMillis()));
    }

    /** Seconds until an end: at least 1, so that a client does not take it for never; 0 if there is none. */
    long ttlSeconds(long atSeconds) {
        return atSeconds > 0 ? Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millisUntil(atSeconds))) : 0;
    }

    /** Seconds since an end; 0 before it. */
    long secondsSince(long atSeconds) {
        return Math.max(0, TimeUnit.MILLISECONDS.toSeconds(millis()) - atSeconds);
    }
}
