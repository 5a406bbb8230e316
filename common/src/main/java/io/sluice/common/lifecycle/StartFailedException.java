package io.sluice.common.lifecycle;

import java.io.Serial;

/** A {@link ServiceStack} could not start; the cause, if any, is what its first failing service reported. */
public final class StartFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StartFailedException(String service, Throwable cause) {
        super(service + " could not start: " + reason(cause), cause);
    }

    StartFailedException(String message) {
        super(message);
    }

    /** A reason for people: the message, or the type where an exception comes without one. */
    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
