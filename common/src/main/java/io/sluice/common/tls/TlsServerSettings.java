package io.sluice.common.tls;

import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * TLS of a server's port.
 *
 * @param minVersion {@code 1.2} or {@code 1.3}
 * @param reloadInterval not negative; zero for never
 * @param handshakeTimeout at least 1 ms
 */
public record TlsServerSettings(
        @Setting(value = "false", doc = "Whether the port speaks TLS; it then speaks nothing else.") boolean enabled,
        @Setting(
                        doc =
                                "The certificate and those that vouch for it, in this order: the path of a PEM file, the PEM "
                                        + "itself, or the PEM in base64. Clients that ask for no name, or for one that no certificate has, get it too.")
                String certPem,
        @Setting(
                        secret = true,
                        doc = "Its private key, without a password: the path of a PEM file, PEM, or PEM in base64.")
                String keyPem,
        @Setting(doc = "Further certificates, for other host names (SNI) or with another kind of key")
                List<CertificateSettings> certificates,
        @Setting(
                        doc =
                                "Authorities of clients' certificates, as a PEM file, PEM, or PEM in base64. If given, a client "
                                        + "without a certificate of one of them is refused in the handshake.")
                String clientCaPem,
        @Setting(value = "1.2", doc = "Oldest version of TLS that is spoken: 1.2 or 1.3.") String minVersion,
        @Setting(
                        value = "auto",
                        doc =
                                "Whose code encrypts: openssl (BoringSSL, less heap and CPU), jdk, or auto, which takes openssl "
                                        + "where it is there.")
                TlsEngine engine,
        @Setting(
                        value = "10s",
                        doc =
                                "How often the files are looked at. Content that is new, and the same at two looks, is used for "
                                        + "new connections. 0s: only at the start.")
                Duration reloadInterval,
        @Setting(
                        value = "10s",
                        doc =
                                "Time for a client to complete the handshake, after which it is cut off: longer than any network "
                                        + "takes, and short enough that silent sockets do not pile up.")
                Duration handshakeTimeout) {

    private static final Set<String> VERSIONS = Set.of("1.2", "1.3");

    /** No TLS. */
    public static final TlsServerSettings OFF = new TlsServerSettings(
            false, "", "", List.of(), "", "1.2", TlsEngine.AUTO, Duration.ZERO, Duration.ofSeconds(10));

    public TlsServerSettings {
        certificates = List.copyOf(certificates);
        if (enabled && (certPem.isBlank() || keyPem.isBlank())) {
            throw new IllegalArgumentException("expected cert_pem and key_pem, since enabled is true");
        }
        if (!VERSIONS.contains(minVersion)) {
            throw new IllegalArgumentException("min_version must be 1.2 or 1.3, but was " + minVersion);
        }
        if (reloadInterval.isNegative() || (!reloadInterval.isZero() && reloadInterval.toMillis() < 1)) {
            throw new IllegalArgumentException("reload_interval must be 0s or at least 1ms");
        }
        if (handshakeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("handshake_timeout must be at least 1ms");
        }
    }

    /** Names of the versions that are spoken, as the engines know them. */
    Set<String> protocols() {
        return minVersion.equals("1.3") ? Set.of("TLSv1.3") : Set.of("TLSv1.2", "TLSv1.3");
    }

    /** Where the material comes from; settings are named as those of the section {@code name}. */
    MaterialSource source(String name) {
        List<MaterialSource.Pair> pairs = new ArrayList<>();
        pairs.add(MaterialSource.Pair.of(name, certPem, keyPem));
        for (int i = 0; i < certificates.size(); i++) {
            CertificateSettings further = certificates.get(i);
            pairs.add(MaterialSource.Pair.of(name + ".certificates[" + i + "]", further.certPem(), further.keyPem()));
        }
        return new MaterialSource(pairs, new PemSource(name + ".client_ca_pem", clientCaPem));
    }
}
