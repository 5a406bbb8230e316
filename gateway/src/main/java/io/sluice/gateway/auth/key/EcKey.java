package io.sluice.gateway.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import java.util.Optional;

/** A public key on one of the curves P-256, P-384 and P-521, which fits ES256, ES384 or ES512 and only that one. */
public final class EcKey implements VerificationKey {

    private static final Map<Curve, JWSAlgorithm> ALGORITHMS = Map.of(
            Curve.P_256, JWSAlgorithm.ES256,
            Curve.P_384, JWSAlgorithm.ES384,
            Curve.P_521, JWSAlgorithm.ES512);

    private final ECPublicKey key;
    private final JWSAlgorithm algorithm;

    /**
     * A key on a curve that we know.
     *
     * @throws IllegalArgumentException if the curve is another
     */
    public EcKey(ECPublicKey key) {
        this.key = key;
        this.algorithm = Optional.ofNullable(Curve.forECParameterSpec(key.getParams()))
                .map(ALGORITHMS::get)
                .orElseThrow(
                        () -> new IllegalArgumentException("an ECDSA key must be on the curve P-256, P-384 or P-521"));
    }

    @Override
    public boolean fits(JWSAlgorithm wanted) {
        return algorithm.equals(wanted);
    }

    @Override
    public boolean hasSigned(SignedText text) {
        try {
            return fits(text.algorithm())
                    && new ECDSAVerifier(key).verify(text.header(), text.signingInput(), text.signature());
        } catch (JOSEException e) {
            return false;
        }
    }
}
