package io.sluice.common.tls;

import io.sluice.common.config.ConfigException;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * TLS of connections to other servers: the options that a client connects with, made anew when the files change.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class ClientTls implements Service {

    private final Vertx vertx;
    private final TlsClientSettings settings;
    private final MaterialWatch watch;

    /** Volatile: replaced whole when there is new material. One object for all, since Vert.x keeps a context for each. */
    private volatile ClientSSLOptions options;

    private ClientTls(Vertx vertx, TlsClientSettings settings, MaterialSource source) {
        this.vertx = vertx;
        this.settings = settings;
        this.watch = new MaterialWatch(
                vertx, source, settings.reloadInterval(), material -> this.options = optionsOf(material));
        this.options = optionsOf(watch.material());
    }

    /**
     * Reads and checks what the settings name; blocks.
     *
     * @param section name of the settings, for messages
     * @throws ConfigException if something is missing or wrong
     */
    public static ClientTls open(Vertx vertx, TlsClientSettings settings, String section) {
        try {
            return new ClientTls(vertx, settings, settings.source(section));
        } catch (TlsException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether TLS is spoken with a server. */
    public boolean isFor(boolean serverSaysSo) {
        return settings.isFor(serverSaysSo);
    }

    /** What a connection is to be made with now. Not to be changed. */
    public ClientSSLOptions options() {
        return options;
    }

    /** What a client is to be made with. */
    public SSLEngineOptions engine() {
        return TlsEngine.AUTO.options();
    }

    /** The name that the server's certificate has to be for, and that it is asked for. */
    public String serverName(String address) {
        return settings.serverName().isBlank() ? address : settings.serverName();
    }

    @Override
    public String name() {
        return "client tls";
    }

    @Override
    public Future<Void> start() {
        watch.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return watch.stop();
    }

    private ClientSSLOptions optionsOf(TlsMaterial material) {
        ClientSSLOptions made = new ClientSSLOptions()
                .setTrustAll(settings.insecureSkipVerify())
                .setHostnameVerificationAlgorithm(
                        settings.verifyHost() && !settings.insecureSkipVerify() ? "HTTPS" : "")
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(settings.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        material.applyTo(made, vertx, TlsEngine.AUTO);
        return made;
    }
}
