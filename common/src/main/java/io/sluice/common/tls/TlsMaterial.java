package io.sluice.common.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Certificates, keys and authorities that were read and checked.
 *
 * @param certificates the default first
 * @param authorities empty if none are given
 */
record TlsMaterial(List<KeyedCertificate> certificates, List<X509Certificate> authorities) {

    TlsMaterial {
        certificates = List.copyOf(certificates);
        authorities = List.copyOf(authorities);
    }

    /** Puts all of it into options of a server or a client. */
    void applyTo(SSLOptions options, Vertx vertx, TlsEngine engine) {
        try {
            if (!certificates.isEmpty()) {
                options.setKeyCertOptions(keys(vertx, engine));
            }
            if (!authorities.isEmpty()) {
                options.setTrustOptions(trust());
            }
        } catch (Exception e) { // Vert.x declares no less
            throw new TlsException("the certificates cannot be used: " + PemBlocks.firstLine(e), e);
        }
    }

    /** The first moment at which one of the certificates is no longer valid, in seconds since 1970; 0 if there are none. */
    long expiresUnixSeconds() {
        return certificates.stream()
                .mapToLong(KeyedCertificate::expiresUnixSeconds)
                .min()
                .orElse(0);
    }

    /** Whose certificates they are and how long they are valid, for the log. */
    List<String> summary() {
        return certificates.stream()
                .map(certificate -> KeyedCertificate.subject(certificate.leaf()) + " until "
                        + Instant.ofEpochSecond(certificate.expiresUnixSeconds()))
                .toList();
    }

    private KeyCertOptions keys(Vertx vertx, TlsEngine engine) throws Exception {
        KeyCertOptions options = KeyCertOptions.wrap(new SniKeys(certificates));
        return engine.resolved() == TlsEngine.OPENSSL
                ? KeyCertOptions.wrap(EncodedKeys.caching(options.getKeyManagerFactory(vertx)))
                : options;
    }

    private TrustOptions trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return TrustOptions.wrap(Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow());
    }
}
