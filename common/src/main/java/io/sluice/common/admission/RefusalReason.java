package io.sluice.common.admission;

/** Why a client is not let in now. It may come back: none of these says anything about the client itself. */
public enum RefusalReason {
    /** As many connections are open as the node takes. */
    CONNECTION_LIMIT(503, "this node has as many connections as it takes: connect again later"),

    /** More clients come than the node takes in a second. */
    CONNECTION_RATE(503, "too many clients connect to this node at the moment: connect again later"),

    /** As many clients are on their way in as the node deals with at a time. */
    HANDSHAKES(503, "this node is busy with clients that came before: connect again later"),

    /** One source opens connections too fast. */
    SOURCE_RATE(429, "your address opens connections too fast: connect again later"),

    /** One source has too many connections. */
    SOURCE_CONNECTIONS(429, "your address has as many connections as it may have: close some, or connect again later"),

    /** One user opens connections too fast. Known only when the connection is open, so nobody gets the status. */
    USER_RATE(429, "this user opens connections too fast: connect again later");

    private final int status;
    private final String reason;

    RefusalReason(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    /** HTTP status: 503 if the node is at its limit, 429 if the source is. */
    public int status() {
        return status;
    }

    /** Words for the client: what is the matter, and what to do. */
    public String reason() {
        return reason;
    }
}
