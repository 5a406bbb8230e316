package io.sluice.common.protocol;

/**
 * Why a command failed, as its client is told: one of the server's own errors ({@link ErrorCode}) or one that a back end chose.
 *
 * @param code 100 to 399 are the server's, 400 to 1999 the application's
 * @param message in words, for people
 * @param temporary whether the same command may succeed later
 */
public record ProtocolError(int code, String message, boolean temporary) {

    private static final int FIRST = 100;
    private static final int LAST = 1999;

    public ProtocolError {
        if (code < FIRST || code > LAST) {
            throw new IllegalArgumentException("an error's code must be 100 to 1999 but was " + code);
        }
    }

    /** The reply that reports this error for the command with that id. */
    public Reply.Failed reply(long id) {
        return new Reply.Failed(id, this);
    }
}
