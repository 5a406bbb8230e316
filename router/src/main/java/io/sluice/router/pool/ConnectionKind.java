package io.sluice.router.pool;

/** What a placed connection is for. */
public enum ConnectionKind {
    /** A WebSocket, from the attempt to reach a backend until both sides are closed. */
    WEBSOCKET,

    /** One plain HTTP request; as long as its response lasts, which for an event stream may be hours. */
    HTTP,

    /** A place that is kept free for a client that was told to connect to the backend directly. */
    RESERVATION;

    /** Whether it counts as a new connection to a backend that takes only so many in a second. */
    boolean isHandshake() {
        return this != HTTP;
    }
}
