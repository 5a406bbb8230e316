package io.sluice.gateway.auth.key;

import com.nimbusds.jose.JWSAlgorithm;

/**
 * A key that signatures are verified with. It decides itself which algorithms it fits, so that a token cannot choose: a public
 * key is never taken for a shared secret.
 *
 * <p>Threading: immutable; any thread.
 */
public sealed interface VerificationKey permits HmacKey, RsaKey, EcKey, Ed25519Key {

    /** Whether signatures by {@code algorithm} may be verified with this key. */
    boolean fits(JWSAlgorithm algorithm);

    /** Whether this key fits the text's algorithm and has signed it. Takes microseconds to milliseconds; never throws. */
    boolean hasSigned(SignedText text);
}
