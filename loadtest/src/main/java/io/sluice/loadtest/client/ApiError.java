package io.sluice.loadtest.client;

/** An error in an answer of the HTTP API, with the protocol's code and text. */
public record ApiError(int code, String message) {
    private static final int INTERNAL = 100;
    private static final int TOO_MANY_REQUESTS = 111;

    /** Whether the same command may succeed a moment later. */
    public boolean temporary() {
        return code == INTERNAL || code == TOO_MANY_REQUESTS;
    }

    @Override
    public String toString() {
        return code + " " + message;
    }
}
