package io.sluice.gateway.auth.token;

import java.util.Locale;

/** Why a token was not accepted. */
public enum TokenRefusal {
    /** It is not a signed token in compact form. */
    MALFORMED,
    /** A claim is missing, or is not what it should be. */
    CLAIMS,
    /** It is of another maker, or for another audience. */
    ISSUER_OR_AUDIENCE,
    /** No key for its algorithm has signed it. */
    SIGNATURE,
    EXPIRED,
    NOT_YET_VALID,
    /** The keys cannot be had at the moment, or too many tokens wait. */
    KEYS_UNAVAILABLE;

    /** As metrics call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
