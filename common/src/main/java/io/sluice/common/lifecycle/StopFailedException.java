package io.sluice.common.lifecycle;

import java.io.Serial;

/** A {@link ServiceStack} stopped, but one of its services failed to or took too long; further ones are suppressed. */
public final class StopFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StopFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
