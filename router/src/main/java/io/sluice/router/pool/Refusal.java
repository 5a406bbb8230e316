package io.sluice.router.pool;

import java.time.Duration;

/**
 * No place for a connection.
 *
 * @param retryAfter when to come back; whoever comes earlier is not worse off than others
 */
public record Refusal(Reason reason, Duration retryAfter) implements Decision {

    private static final long MILLIS_PER_SECOND = 1_000;

    /** Why there is no place. */
    public enum Reason {
        /** No backend is known that takes connections. */
        NO_BACKEND,

        /** All backends have been tried by this very connection. */
        ALL_TRIED,

        /** Backends are there, but none that clients reach directly. */
        NO_PUBLIC_ADDRESS,

        /** All backends have taken as many new connections as they can for the moment. */
        STORM
    }

    /** A time as the header {@code Retry-After} has it: whole seconds, at least one, never too early. */
    public static String inSeconds(Duration time) {
        return Long.toString(Math.max(1, (time.toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND));
    }
}
