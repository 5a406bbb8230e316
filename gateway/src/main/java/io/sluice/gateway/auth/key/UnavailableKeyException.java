package io.sluice.gateway.auth.key;

import java.io.Serial;

/** A signature cannot be verified at the moment, which says nothing about its token: whoever shows it may try again later. */
public final class UnavailableKeyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnavailableKeyException(String message) {
        super(message, null, false, false);
    }
}
