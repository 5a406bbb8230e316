package io.sluice.gateway.presence;

/** The presence store cannot be reached or did not answer in time; the same call may succeed later. */
public final class PresenceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PresenceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
