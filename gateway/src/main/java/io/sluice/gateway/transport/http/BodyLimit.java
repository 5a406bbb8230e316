package io.sluice.gateway.transport.http;

/** What is common to the settings of all endpoints that take a body. */
public final class BodyLimit {

    /** Room for a connect command with a token; smaller limits would lock every client out. */
    private static final int SMALLEST = 1024;

    /** Another node may have to be handed the body in one piece. */
    private static final int LARGEST = 1 << 20;

    private BodyLimit() {}

    /** An error unless {@code bytes} is a sensible {@code max_request_body_size}. */
    public static void checkSize(int bytes) {
        if (bytes < SMALLEST || bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "max_request_body_size must be " + SMALLEST + " to " + LARGEST + " bytes but was " + bytes);
        }
    }

    /** An error unless {@code path} can be a {@code handler_prefix}. */
    public static void checkPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("handler_prefix must begin with / but was '" + path + "'");
        }
    }
}
