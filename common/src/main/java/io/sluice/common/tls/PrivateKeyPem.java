package io.sluice.common.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A private key as PEM holds it: PKCS#8 ({@code PRIVATE KEY}), or one of the older forms ({@code RSA PRIVATE KEY}, {@code EC PRIVATE
 * KEY}), which lack the name of the algorithm. The certificate knows it.
 */
final class PrivateKeyPem {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** The number 0, as PKCS#8 begins with. */
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private static final int LONG_FORM = 0x80;

    private final String setting;
    private final boolean pkcs8;
    private final byte[] bytes;

    PrivateKeyPem(String setting, boolean pkcs8, byte[] bytes) {
        this.setting = setting;
        this.pkcs8 = pkcs8;
        this.bytes = bytes;
    }

    /**
     * The key that belongs to this public key, or at least is of its algorithm.
     *
     * @throws TlsException if it is not
     */
    PrivateKey matching(PublicKey publicKey) {
        String algorithm = publicKey.getAlgorithm();
        try {
            byte[] encoded =
                    pkcs8 ? bytes : element(SEQUENCE, VERSION, algorithmOf(publicKey), element(OCTET_STRING, bytes));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    setting + ": the key cannot be read as one of the certificate's algorithm, " + algorithm, e);
        }
    }

    /** The first element of the public key's encoding, as it is. */
    private static byte[] algorithmOf(PublicKey key) {
        ByteBuffer encoded = ByteBuffer.wrap(key.getEncoded());
        encoded.get();
        length(encoded);
        int begin = encoded.position();
        encoded.get();
        int length = length(encoded);
        byte[] algorithm = new byte[encoded.position() - begin + length];
        encoded.position(begin).get(algorithm);
        return algorithm;
    }

    private static int length(ByteBuffer encoded) {
        int first = encoded.get() & 0xFF;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = (length << Byte.SIZE) | (encoded.get() & 0xFF);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        // As short as it can be said, or the readers of the JDK refuse it; no key is longer than two bytes can say.
        if (content.size() > 0xFF) {
            element.write(LONG_FORM + 2);
            element.write(content.size() >> Byte.SIZE);
        } else if (content.size() >= LONG_FORM) {
            element.write(LONG_FORM + 1);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
