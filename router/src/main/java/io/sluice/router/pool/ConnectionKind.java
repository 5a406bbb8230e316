package io.sluice.router.pool;

/** What a placed connection is for. */
public enum ConnectionKind {
    /** A WebSocket, from the attempt to reach a backend until both sides are closed. */
    WEBSOCKET,

    /** One plain HTTP request; as long as its response lasts, which for an event stream may be hours. */
    HTTP
}
