package io.sluice.router.proxy;

/** What the proxy tells whoever counts. Called on event loops; must be quick and thread-safe. */
public interface ProxyEvents {

    /** A connection failed on one backend and goes on to the next. */
    void retried();

    /** A client got an answer of the router. */
    void failed(ProxyFailure failure);
}
