package io.sluice.gateway.metrics;

import java.util.Locale;

/** How an attempt of a client to connect ended. */
public enum HandshakeOutcome {
    /** The connect command was answered. */
    ACCEPTED,
    /** The node drains, or a limit is reached. */
    REFUSED,
    /** A request that is none, a token that is not good, or a client that went before its answer. */
    INVALID,
    /** The client, or a back end that was asked about it, did not say what was needed in time. */
    TIMEOUT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
