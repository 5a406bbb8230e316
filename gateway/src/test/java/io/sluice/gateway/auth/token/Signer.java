package io.sluice.gateway.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens of every algorithm with nothing but what Java has, so that no fault is made twice in the same way. */
public final class Signer {

    public static final String SECRET = "a secret of more than thirty-two bytes";

    public static final KeyPair RSA = pair("RSA", 2048);
    public static final KeyPair OTHER_RSA = pair("RSA", 2048);
    public static final KeyPair P256 = pair("EC", 256);
    public static final KeyPair P384 = pair("EC", 384);
    public static final KeyPair P521 = pair("EC", 521);
    public static final KeyPair ED25519 = pair("Ed25519", 255);

    private Signer() {}

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String hs256(String claims) {
        return hmac("HS256", SECRET.getBytes(UTF_8), claims);
    }

    public static String hmac(String algorithm, byte[] secret, String claims) {
        return hmacWithHeader("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", algorithm, secret, claims);
    }

    public static String hmacWithHeader(String header, String algorithm, byte[] secret, String claims) {
        try {
            String input = base64(header) + "." + base64(claims);
            String name = "HmacSHA" + algorithm.substring(2);
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A token signed by the private half of a key pair; without a {@code kid} if that is empty. */
    public static String asymmetric(String algorithm, PrivateKey key, String kid, String claims) {
        String header = "{\"alg\":\"" + algorithm + "\"" + (kid.isEmpty() ? "" : ",\"kid\":\"" + kid + "\"") + "}";
        String input = base64(header) + "." + base64(claims);
        try {
            Signature signature = signature(algorithm);
            signature.initSign(key);
            signature.update(input.getBytes(UTF_8));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            case "PS" -> pss("SHA-" + bits, Integer.parseInt(bits) / Byte.SIZE);
            default -> Signature.getInstance("Ed25519");
        };
    }

    private static Signature pss(String hash, int saltBytes) throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltBytes, 1));
        return pss;
    }

    public static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
