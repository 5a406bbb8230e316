package io.sluice.common.protocol;

/**
 * Why the gateway closes a connection: status code and reason of the close frame.
 *
 * <p>The number alone tells a client what to do: after 3000 to 3499 it reconnects, after 3500 to 3999 it stops for good.
 * Reasons fit a close frame (at most 123 bytes) and are plain words: clients heed a terminal code only if the reason is not
 * empty, and take one that parses as JSON for something else.
 */
public enum DisconnectCode {
    CONNECTION_CLOSED(3000, "connection closed"),
    SHUTDOWN(3001, "shutdown"),
    INTERNAL(3004, "internal server error"),
    CONNECTION_EXPIRED(3005, "connection expired"),
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    SLOW(3008, "slow"),
    WRITE_ERROR(3009, "write error"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    FORCE_RECONNECT(3011, "force reconnect"),
    NO_PONG(3012, "no pong"),
    TOO_MANY_REQUESTS(3013, "too many requests"),
    /** Clients also forget their token and every subscription's token and position. */
    STATE_INVALIDATED(3014, "state invalidated"),

    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    /** The client did not send its connect command in time. */
    STALE(3502, "stale"),
    FORCE_DISCONNECT(3503, "force disconnect"),
    CONNECTION_LIMIT(3504, "connection limit"),
    CHANNEL_LIMIT(3505, "channel limit"),
    /** A payload that the connection's format cannot carry, such as a binary one to a JSON client. */
    INAPPROPRIATE_PROTOCOL(3506, "inappropriate protocol"),
    PERMISSION_DENIED(3507, "permission denied"),
    NOT_AVAILABLE(3508, "not available"),
    TOO_MANY_ERRORS(3509, "too many errors");

    @SuppressWarnings("ImmutableEnumChecker") // A record of a number and a string.
    private final Disconnect disconnect;

    DisconnectCode(int code, String reason) {
        this.disconnect = new Disconnect(code, reason);
    }

    public int code() {
        return disconnect.code();
    }

    public String reason() {
        return disconnect.reason();
    }

    /** Whether a client comes back by itself. */
    public boolean reconnect() {
        return disconnect.reconnect();
    }

    public Disconnect disconnect() {
        return disconnect;
    }
}
