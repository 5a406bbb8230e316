package io.sluice.gateway.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that signer and verifier share: HS256, HS384 and HS512.
 *
 * <p>It may be of any length, since applications that exist have short ones; the library would refuse those.
 */
public final class HmacKey implements VerificationKey {

    /** Below this a secret can be guessed from one token by trying; RFC 7518 asks for as many bytes as the hash has. */
    public static final int SAFE_BYTES = 32;

    private static final Map<JWSAlgorithm, String> MACS = Map.of(
            JWSAlgorithm.HS256, "HmacSHA256",
            JWSAlgorithm.HS384, "HmacSHA384",
            JWSAlgorithm.HS512, "HmacSHA512");

    private final byte[] secret;

    /**
     * A key of the secret's bytes in UTF-8.
     *
     * @throws IllegalArgumentException if {@code secret} is empty
     */
    public HmacKey(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an HMAC secret must not be empty");
        }
        this.secret = secret.getBytes(UTF_8);
    }

    @Override
    public boolean fits(JWSAlgorithm algorithm) {
        return MACS.containsKey(algorithm);
    }

    @Override
    public boolean hasSigned(SignedText text) {
        return Optional.ofNullable(MACS.get(text.algorithm()))
                .filter(mac -> MessageDigest.isEqual(
                        authenticate(mac, text.signingInput()), text.signature().decode()))
                .isPresent();
    }

    /** The signature of {@code input} by HS256. */
    public byte[] sign(byte[] input) {
        return authenticate("HmacSHA256", input);
    }

    private byte[] authenticate(String algorithm, byte[] input) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
