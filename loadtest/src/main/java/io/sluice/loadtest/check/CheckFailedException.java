package io.sluice.loadtest.check;

/** The installation does not do what it should; the message says at which step, and what may be wrong. */
public final class CheckFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CheckFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
