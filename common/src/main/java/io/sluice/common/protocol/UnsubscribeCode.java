package io.sluice.common.protocol;

/**
 * Why the gateway ends a subscription while the connection goes on.
 *
 * <p>From 2500 on a client subscribes again by itself; below, the subscription stays ended.
 */
public enum UnsubscribeCode {
    SERVER_UNSUBSCRIBE(2000, "server unsubscribe"),
    /** Publications were lost; the client recovers them, if it can, as it subscribes again. */
    INSUFFICIENT_STATE(2500, "insufficient state"),
    /** The client fetches a new subscription token first. */
    SUBSCRIPTION_EXPIRED(2501, "subscription expired"),
    /** The client forgets token and position of the subscription first. */
    STATE_INVALIDATED(2502, "state invalidated");

    private static final int FIRST_RESUBSCRIBING = 2500;

    private final int code;
    private final String reason;

    UnsubscribeCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** Whether a client subscribes again by itself. */
    public boolean resubscribes() {
        return code >= FIRST_RESUBSCRIBING;
    }
}
