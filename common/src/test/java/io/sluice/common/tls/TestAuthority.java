package io.sluice.common.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority that tests make and throw away, and the certificates that it issues. */
public final class TestAuthority {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final String ECDSA_WITH_SHA256 = "06082A8648CE3D040302";
    private static final String COMMON_NAME = "0603550403";
    private static final String BASIC_CONSTRAINTS = "0603551D13";
    private static final String ALTERNATIVE_NAMES = "0603551D11";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {

        public String certPem() {
            return pem("CERTIFICATE", encoded(certificate));
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }
    }

    public TestAuthority(String name) {
        keys = keyPair("EC");
        certificate = issue(name, keys, List.of(), true, Instant.now().plusSeconds(86_400));
    }

    /** A certificate for these host names and for 127.0.0.1, with a key of kind {@code RSA} or {@code EC}. */
    public Issued issue(String keyKind, String... hosts) {
        return issue(keyKind, Instant.now().plusSeconds(3600), hosts);
    }

    public Issued issue(String keyKind, Instant until, String... hosts) {
        KeyPair pair = keyPair(keyKind);
        return new Issued(issue(hosts[0], pair, List.of(hosts), false, until), pair.getPrivate());
    }

    public String pem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** A client's side: trusts this authority, and shows a certificate if it has one. */
    public SSLContext client(@Nullable Issued own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (own != null) {
                store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
            }
            key.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A server's side, for backends that a test plays itself. */
    public SSLContext server(Issued own) {
        return client(own);
    }

    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate issue(String name, KeyPair pair, List<String> hosts, boolean authority, Instant until) {
        byte[] issuer = certificate == null
                ? commonName(name)
                : certificate.getSubjectX500Principal().getEncoded();
        byte[] body = der(
                0x30,
                der(0xA0, hex("020102")),
                der(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                der(0x30, hex(ECDSA_WITH_SHA256)),
                issuer,
                der(0x30, time(Instant.now().minusSeconds(86_400)), time(until)),
                commonName(name),
                pair.getPublic().getEncoded(),
                der(0xA3, der(0x30, authority ? constraints() : names(hosts))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] signed =
                    der(0x30, body, der(0x30, hex(ECDSA_WITH_SHA256)), der(0x03, new byte[] {0}, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] commonName(String name) {
        return der(0x30, der(0x31, der(0x30, hex(COMMON_NAME), der(0x0C, name.getBytes(UTF_8)))));
    }

    private static byte[] constraints() {
        return der(0x30, hex(BASIC_CONSTRAINTS), hex("0101FF"), der(0x04, der(0x30, hex("0101FF"))));
    }

    private static byte[] names(List<String> hosts) {
        byte[][] entries = Stream.concat(
                        hosts.stream().map(host -> der(0x82, host.getBytes(US_ASCII))), Stream.of(der(0x87, LOOPBACK)))
                .toArray(byte[][]::new);
        return der(0x30, hex(ALTERNATIVE_NAMES), der(0x04, der(0x30, entries)));
    }

    private static byte[] time(Instant moment) {
        return der(0x18, TIME.format(moment).getBytes(US_ASCII));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** One element of the encoding that certificates have (DER). */
    static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Stream.of(parts).forEach(content::writeBytes);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() > 255) {
            element.write(0x82);
            element.write(content.size() >> 8);
        } else if (content.size() > 127) {
            element.write(0x81);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
