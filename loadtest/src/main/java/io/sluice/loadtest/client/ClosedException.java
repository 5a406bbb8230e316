package io.sluice.loadtest.client;

/** The connection ended before the command was answered. */
public final class ClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    ClosedException(int code, String reason) {
        super("connection closed: " + code + " " + reason);
    }
}
