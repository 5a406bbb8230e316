package io.sluice.gateway.hook.http;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Lets one warning through in ten seconds and counts the others, since a back end that fails fails for every client. */
@ThreadSafe
final class RareWarnings {

    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;

    // Guarded by this.
    private boolean warned;
    private long warnedAtNanos;
    private long suppressed;

    RareWarnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many warnings were left out since the last one, if it is time for another; empty if this one is left out. */
    synchronized OptionalLong next() {
        long now = nanoTime.getAsLong();
        if (warned && now - warnedAtNanos < PAUSE_NANOS) {
            suppressed++;
            return OptionalLong.empty();
        }
        long left = suppressed;
        warned = true;
        warnedAtNanos = now;
        suppressed = 0;
        return OptionalLong.of(left);
    }
}
