package io.sluice.router.proxy;

/** Why a request got an answer of the router and none of a backend. */
public enum ProxyFailure {
    /** No backend is known that takes new connections. */
    NO_BACKEND(503, "no backend is ready"),

    /** All backends that were tried refused the connection or did not answer to it. */
    UNREACHABLE(503, "no backend could be reached"),

    /** All backends that were tried said that they take no more connections. */
    FULL(503, "every backend is full"),

    /** All backends have taken as many new connections as they can for the moment. */
    STORM(503, "too many clients connect at once"),

    /** The connections to the chosen backend are used up. */
    BUSY(503, "too many requests are under way"),

    /** The backend closed the connection early, or answered what is no HTTP. */
    BROKEN(502, "the backend broke off"),

    /** The backend took the request and did not answer it in time. */
    TIMED_OUT(504, "the backend did not answer in time"),

    /**
     * The request has been through this router before: one of its backends is the router itself, or leads back to it. To the
     * router that asked this is a backend that takes no connection, so it tries another.
     */
    LOOP(503, "the request came back to the router"),
    /** The client's request cannot be passed on. */
    BAD_REQUEST(400, "the request cannot be passed on");

    private final int status;
    private final String reason;

    ProxyFailure(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    /** Plain words for the client; they tell nothing about the inside. */
    String reason() {
        return reason;
    }

    /** Whether the same request may well succeed in a moment. */
    boolean worthRetrying() {
        return status == 503;
    }
}
