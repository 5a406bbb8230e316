package io.sluice.loadtest.cluster;

/** A process of a cluster did not start or did not get ready; the message ends with what it wrote. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerStartException(String message) {
        super(message);
    }

    ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
