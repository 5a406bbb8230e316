package io.sluice.gateway.metrics;

import java.util.Locale;

/** What clients can ask for, as metrics call it. */
public enum CommandMethod {
    CONNECT,
    SUBSCRIBE,
    UNSUBSCRIBE,
    PUBLISH,
    PRESENCE,
    PRESENCE_STATS,
    HISTORY,
    PING,
    SEND,
    RPC,
    REFRESH,
    SUB_REFRESH,
    /** The answer to a ping of the server. */
    PONG,
    /** Nothing that this version knows. */
    UNKNOWN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
