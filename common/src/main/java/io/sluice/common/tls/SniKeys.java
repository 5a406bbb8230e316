package io.sluice.common.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the TLS engine the certificate and key that suit the client. It looks at the host name during the handshake, so that all
 * names share one context: Vert.x's own SNI keeps a context for each name that clients make up under a wildcard.
 *
 * <p>An alias is the index of a certificate, in digits. Threading: any thread, nothing changes.
 */
final class SniKeys extends X509ExtendedKeyManager {

    private final CertificateChoice choice;

    SniKeys(List<KeyedCertificate> certificates) {
        this.choice = new CertificateChoice(certificates);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choice.indexesFor(engine == null ? "" : requestedName(engine.getHandshakeSession())).stream()
                .filter(index -> choice.get(index).keyType().equals(keyType))
                .map(String::valueOf)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    /** A client of another server has one certificate, and offers it to whoever asks. */
    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return Arrays.asList(keyTypes).contains(choice.get(0).keyType()) ? "0" : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return choice.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return choice.get(Integer.parseInt(alias)).key();
    }

    private static String requestedName(@Nullable SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return "";
        }
        List<SNIServerName> names = Objects.requireNonNullElse(extended.getRequestedServerNames(), List.of());
        return names.stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }
}
