package io.sluice.common.tls;

import io.sluice.common.config.Setting;

/** One more certificate with its key. */
public record CertificateSettings(
        @Setting(
                        doc =
                                "The certificate and those that vouch for it, in this order: the path of a PEM file, the PEM "
                                        + "itself, or the PEM in base64. Clients that ask for one of its names (SNI) get it.")
                String certPem,
        @Setting(
                        secret = true,
                        doc = "Its private key, without a password: the path of a PEM file, PEM, or PEM in base64.")
                String keyPem) {

    public CertificateSettings {
        if (certPem.isBlank() || keyPem.isBlank()) {
            throw new IllegalArgumentException("expected both cert_pem and key_pem");
        }
    }
}
