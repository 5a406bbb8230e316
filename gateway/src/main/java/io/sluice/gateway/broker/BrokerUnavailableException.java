package io.sluice.gateway.broker;

/** The broker cannot be reached or did not answer in time; the same call may succeed later. */
public final class BrokerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
