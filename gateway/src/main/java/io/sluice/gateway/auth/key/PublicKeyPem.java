package io.sluice.gateway.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads public keys as operators write them: PEM of a public key ({@code BEGIN PUBLIC KEY}) or of a certificate. Line breaks may be
 * written as {@code \n}, since an environment variable often holds them so.
 */
public final class PublicKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private PublicKeyPem() {}

    /** An RSA key; throws {@link IllegalArgumentException} with the reason if the text holds none. */
    public static VerificationKey rsa(String pem) {
        return new RsaKey(read(pem, "RSA", RSAPublicKey.class));
    }

    /** An ECDSA key; throws {@link IllegalArgumentException} with the reason if the text holds none. */
    public static VerificationKey ecdsa(String pem) {
        return new EcKey(read(pem, "EC", ECPublicKey.class));
    }

    /** An Ed25519 key; throws {@link IllegalArgumentException} with the reason if the text holds none. */
    public static VerificationKey ed25519(String pem) {
        return new Ed25519Key(read(pem, "Ed25519", EdECPublicKey.class));
    }

    private static <K extends PublicKey> K read(String pem, String kind, Class<K> type) {
        Matcher block = BLOCK.matcher(pem.replace("\\n", "\n"));
        if (!block.matches()) {
            throw new IllegalArgumentException(
                    "expected PEM from '-----BEGIN PUBLIC KEY-----' to '-----END PUBLIC KEY-----', or a certificate");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2).getBytes(US_ASCII));
            PublicKey key = block.group(1).equals("CERTIFICATE")
                    ? certified(bytes)
                    : KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(bytes));
            if (!type.isInstance(key)) {
                throw new IllegalArgumentException("expected a key of kind " + kind + " but was " + key.getAlgorithm());
            }
            return type.cast(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the PEM does not hold a public key of kind " + kind, e);
        }
    }

    private static PublicKey certified(byte[] bytes) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes))
                .getPublicKey();
    }
}
