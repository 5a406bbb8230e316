package io.sluice.common.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A certificate with its chain and its key, which fit each other.
 *
 * @param chain the certificate first, then those that vouch for it; not empty
 * @param names host names that it is for, in lower case, wildcards included
 */
record KeyedCertificate(List<X509Certificate> chain, PrivateKey key, Set<String> names) {

    /** The kind of an alternative name that is a host name, as X.509 numbers them. */
    private static final Integer DNS_NAME = 2;

    /** Signed and verified, to see whether the two keys are a pair. */
    private static final byte[] SAMPLE = {1, 2, 3, 4};

    KeyedCertificate {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    /**
     * Reads a pair.
     *
     * @throws TlsException if one of them cannot be read, or they do not fit
     */
    static KeyedCertificate of(String certSetting, String certPem, String keySetting, String keyPem) {
        List<X509Certificate> chain = PemBlocks.of(certSetting, certPem).certificates();
        X509Certificate leaf = chain.get(0);
        PrivateKey key = PemBlocks.of(keySetting, keyPem).key().matching(leaf.getPublicKey());
        if (!isPair(leaf, key)) {
            throw new TlsException(keySetting + ": the key does not belong to the certificate in " + certSetting + " ("
                    + subject(leaf) + "), which has to be the first if there are several");
        }
        return new KeyedCertificate(chain, key, namesOf(certSetting, leaf));
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** What TLS calls the kind of its key: {@code RSA}, {@code EC} or {@code EdDSA}. */
    String keyType() {
        return key.getAlgorithm();
    }

    /** The moment after which one of the chain is no longer valid, in seconds since 1970. */
    long expiresUnixSeconds() {
        return chain.stream()
                .mapToLong(certificate -> certificate.getNotAfter().toInstant().getEpochSecond())
                .min()
                .orElseThrow();
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean isPair(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(signatureOf(key));
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    private static Set<String> namesOf(String setting, X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> DNS_NAME.equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException e) {
            throw new TlsException(setting + ": the names in the certificate cannot be read", e);
        }
    }
}
