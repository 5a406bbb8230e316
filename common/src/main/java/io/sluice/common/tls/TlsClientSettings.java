package io.sluice.common.tls;

import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * TLS of connections to other servers.
 *
 * @param reloadInterval not negative; zero for never
 * @param handshakeTimeout at least 1 ms
 */
public record TlsClientSettings(
        @Setting(
                        value = "auto",
                        doc =
                                "Whether to speak TLS: true, false, or auto, which does so with those that the registry says it of.")
                Mode enabled,
        @Setting(
                        doc =
                                "Authorities whose certificates are trusted, as the path of a PEM file, PEM, or PEM in base64; "
                                        + "empty takes those that the JDK knows.")
                String caPem,
        @Setting(doc = "Certificate to show to those that demand one, as a PEM file, PEM, or PEM in base64.")
                String certPem,
        @Setting(secret = true, doc = "Its private key, in the same way.") String keyPem,
        @Setting(
                        doc =
                                "Name that all certificates have to be for, and that is asked for (SNI); empty takes the address "
                                        + "that is connected to, which then has to be in the certificate.")
                String serverName,
        @Setting(value = "true", doc = "Whether a certificate has to be for the name or address that is connected to.")
                boolean verifyHost,
        @Setting(value = "false", doc = "Trusts whoever answers, with any certificate. For experiments only.")
                boolean insecureSkipVerify,
        @Setting(value = "10s", doc = "How often the files are looked at, as for the server. 0s: only at the start.")
                Duration reloadInterval,
        @Setting(
                        value = "5s",
                        doc =
                                "Time for the TLS handshake. After it the attempt counts as failed, like one without a connection.")
                Duration handshakeTimeout) {

    /** With whom TLS is spoken. */
    public enum Mode {
        AUTO,
        TRUE,
        FALSE
    }

    /** What there is without any setting. */
    public static final TlsClientSettings DEFAULT = new TlsClientSettings(
            Mode.AUTO, "", "", "", "", true, false, Duration.ofSeconds(10), Duration.ofSeconds(5));

    public TlsClientSettings {
        if (certPem.isBlank() != keyPem.isBlank()) {
            throw new IllegalArgumentException("expected both cert_pem and key_pem, or neither");
        }
        if (reloadInterval.isNegative() || (!reloadInterval.isZero() && reloadInterval.toMillis() < 1)) {
            throw new IllegalArgumentException("reload_interval must be 0s or at least 1ms");
        }
        if (handshakeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("handshake_timeout must be at least 1ms");
        }
    }

    /** Whether TLS is spoken with a server. */
    public boolean isFor(boolean serverSaysSo) {
        return enabled == Mode.TRUE || (enabled == Mode.AUTO && serverSaysSo);
    }

    MaterialSource source(String section) {
        List<MaterialSource.Pair> own =
                certPem.isBlank() ? List.of() : List.of(MaterialSource.Pair.of(section, certPem, keyPem));
        return new MaterialSource(own, new PemSource(section + ".ca_pem", caPem));
    }
}
