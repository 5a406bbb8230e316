package io.sluice.gateway.auth.token;

import io.sluice.common.protocol.Payload;

/** What became of a token. */
sealed interface Opened {

    /**
     * It is genuine, and good now.
     *
     * @param exp Unix time in seconds from which on it is not; infinite for never
     * @param claims all that it says
     */
    record Valid(String user, double exp, Payload claims) implements Opened {}

    /** It is not. */
    enum Refusal implements Opened {
        /** It was once. */
        EXPIRED,
        INVALID,
        /** That cannot be known at the moment. */
        UNAVAILABLE
    }
}
