package io.sluice.loadtest.load;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before it tries again, as the SDKs do: the least delay and a random part of a span that doubles
 * with each attempt in vain ("full jitter"), up to the most.
 *
 * @param least above 0
 * @param most not below {@code least}
 */
public record Backoff(Duration least, Duration most) {
    /** What the SDKs use unless told otherwise. */
    public static final Backoff OF_SDKS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));

    /** Beyond that the span would be longer than any that is of use, and overflow a number of nanoseconds. */
    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (least.isNegative() || least.isZero() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "expected delays of more than 0, the least first, but was " + least + " and " + most);
        }
    }

    /**
     * The next delay in nanoseconds.
     *
     * @param failed attempts in vain since the client was last connected, from 0
     */
    long delayNanos(int failed, RandomGenerator random) {
        long span = Math.min(most.toNanos(), least.toNanos() << Math.min(failed, MAX_DOUBLINGS));
        return Math.min(most.toNanos(), least.toNanos() + random.nextLong(span + 1));
    }
}
