package io.sluice.gateway.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.interfaces.RSAPublicKey;

/** A public RSA key: RS256 to RS512 and PS256 to PS512. */
public final class RsaKey implements VerificationKey {

    /** Shorter keys have been factored or soon will be; RFC 7518 forbids them. */
    private static final int MIN_BITS = 2048;

    /** Verification takes time with the square of the length: 0.13 ms at 4096 bits. */
    private static final int MAX_BITS = 8192;

    private final RSAPublicKey key;

    /**
     * A key of 2048 to 8192 bits.
     *
     * @throws IllegalArgumentException if it has fewer or more
     */
    public RsaKey(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new IllegalArgumentException("an RSA key must have 2048 to 8192 bits but had " + bits);
        }
        this.key = key;
    }

    @Override
    public boolean fits(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.RSA.contains(algorithm);
    }

    @Override
    public boolean hasSigned(SignedText text) {
        try {
            return fits(text.algorithm())
                    && new RSASSAVerifier(key).verify(text.header(), text.signingInput(), text.signature());
        } catch (JOSEException e) {
            return false;
        }
    }
}
