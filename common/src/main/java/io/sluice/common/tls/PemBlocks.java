package io.sluice.common.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PEM blocks of a text in their order; what stands between them, as tools like to write it, is skipped. */
final class PemBlocks {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    private final String setting;
    private final List<Block> blocks;

    /** A block whose bytes are not decoded yet. */
    private record Block(String label, String base64) {}

    private PemBlocks(String setting, List<Block> blocks) {
        this.setting = setting;
        this.blocks = blocks;
    }

    /** The blocks in what the setting of this name holds. */
    static PemBlocks of(String setting, String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new PemBlocks(setting, List.copyOf(blocks));
    }

    /**
     * All certificates, at least one.
     *
     * @throws TlsException if there is none, or one of them cannot be read
     */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = blocks.stream()
                .filter(block -> block.label.equals(CERTIFICATE))
                .map(this::certificate)
                .toList();
        if (certificates.isEmpty()) {
            throw new TlsException(setting + ": expected at least one PEM block CERTIFICATE, but found " + labels());
        }
        return certificates;
    }

    /**
     * The one private key.
     *
     * @throws TlsException if there is none or more than one, it is encrypted, or it is no key of this certificate's kind
     */
    PrivateKeyPem key() {
        List<Block> keys =
                blocks.stream().filter(block -> block.label.endsWith(KEY)).toList();
        if (keys.size() != 1) {
            throw new TlsException(setting + ": expected one PEM block PRIVATE KEY, but found " + labels());
        }
        Block key = keys.get(0);
        if (key.label.startsWith("ENCRYPTED")
                || key.base64.toLowerCase(Locale.ROOT).contains("encrypted")) {
            throw new TlsException(setting + ": the key is encrypted; expected one without a password");
        }
        return new PrivateKeyPem(setting, key.label.equals(KEY), decoded(key));
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(block)));
        } catch (CertificateException e) {
            throw new TlsException(setting + ": a certificate cannot be read: " + firstLine(e), e);
        }
    }

    private byte[] decoded(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.base64.getBytes(US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new TlsException(setting + ": the base64 in the PEM block " + block.label + " is broken", e);
        }
    }

    private String labels() {
        return blocks.isEmpty()
                ? "no complete block"
                : String.join(", ", blocks.stream().map(Block::label).toList());
    }

    static String firstLine(Exception cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
