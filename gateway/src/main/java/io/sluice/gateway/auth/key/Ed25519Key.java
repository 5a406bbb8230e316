package io.sluice.gateway.auth.key;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public Ed25519 key, for EdDSA. Java verifies it by itself; the library would need another library for it. */
public final class Ed25519Key implements VerificationKey {

    /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410). */
    private static final String X509_PREFIX = "302a300506032b6570032100";

    private static final int KEY_BYTES = 32;

    private final PublicKey key;

    /**
     * A key in Java's form.
     *
     * @throws IllegalArgumentException if it is on another curve
     */
    public Ed25519Key(EdECPublicKey key) {
        if (!key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            throw new IllegalArgumentException("an EdDSA key must be on the curve Ed25519 but was on "
                    + key.getParams().getName());
        }
        this.key = key;
    }

    /**
     * A key in the form of RFC 8032.
     *
     * @throws IllegalArgumentException if these are not the 32 bytes of a key
     */
    public static Ed25519Key of(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key must have 32 bytes but had " + bytes.length);
        }
        byte[] encoded = HexFormat.of().parseHex(X509_PREFIX + HexFormat.of().formatHex(bytes));
        try {
            return new Ed25519Key(
                    (EdECPublicKey) KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    @Override
    public boolean fits(JWSAlgorithm algorithm) {
        return algorithm.equals(JWSAlgorithm.EdDSA) || algorithm.equals(JWSAlgorithm.Ed25519);
    }

    @Override
    public boolean hasSigned(SignedText text) {
        if (!fits(text.algorithm())) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(text.signingInput());
            return verification.verify(text.signature().decode());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
