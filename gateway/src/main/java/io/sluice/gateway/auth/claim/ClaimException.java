package io.sluice.gateway.auth.claim;

import java.io.Serial;

/** A token's claims are not what they have to be. The message is for whoever makes the tokens, and holds none of their values. */
public final class ClaimException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ClaimException(String message) {
        super(message, null, false, false);
    }
}
