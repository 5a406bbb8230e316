package io.sluice.gateway.api;

/** A request body is not what the method expects; the message is for the caller. */
final class ApiBodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiBodyException(String message) {
        super(message, null, false, false);
    }
}
