package io.sluice.router.proxy;

/** What the proxy tells whoever counts. Called on event loops; must be quick and thread-safe. */
public interface ProxyEvents {

    /** A connection failed on one backend and goes on to the next. */
    void retried();

    /** A client got an answer of the router. */
    void failed(ProxyFailure failure);

    /** A backend has begun to answer a client, with a 101 or anything else, this long after the request came. */
    void answered(long nanos);

    /** The WebSocket connection of a client has ended, this long after its request came. */
    void relayEnded(long nanos);
}
