package io.sluice.gateway.auth.token;

import java.util.OptionalLong;

/** When what a token grants ends. */
final class Lifetime {

    /** Longest life of a grant; timers of clients cannot count longer. */
    private static final long MAX_SECONDS = 365L * 24 * 60 * 60;

    /** Stands for no end. */
    private static final long NEVER = 0;

    private Lifetime() {}

    /**
     * The end, at most a year from now.
     *
     * @param exp the token's own end: Unix time in seconds, infinite for never
     * @param expireAt what the token says instead; 0 or less for never
     * @return Unix time in seconds, 0 for never; empty if it has passed
     */
    static OptionalLong end(double exp, OptionalLong expireAt, long nowMillis) {
        long now = nowMillis / 1000;
        if (expireAt.isPresent()) {
            long said = expireAt.getAsLong();
            return said > 0 && said <= now
                    ? OptionalLong.empty()
                    : OptionalLong.of(clamped(Math.max(said, NEVER), now));
        }
        // A fraction of a second is rounded up: the token is good now, so its end must not lie in the past.
        return OptionalLong.of(Double.isInfinite(exp) ? NEVER : clamped((long) Math.ceil(exp), now));
    }

    private static long clamped(long end, long now) {
        return Math.min(end, now + MAX_SECONDS);
    }
}
