package io.sluice.common.tls;

import io.sluice.common.config.ConfigException;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one port, and of all the servers that share it: prepares their options, and gives them new certificates while they run. New
 * connections get the new ones; those that are open keep what they have.
 *
 * <p>HTTP/1.1 is the only protocol that it agrees to (ALPN), because WebSockets need it.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class ServerTls implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    /** Those with forward secrecy and authenticated encryption: what browsers of the last ten years agree to. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final Vertx vertx;
    private final TlsServerSettings settings;
    private final @Nullable MaterialWatch watch;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    private ServerTls(Vertx vertx, TlsServerSettings settings, @Nullable MaterialSource source) {
        this.vertx = vertx;
        this.settings = settings;
        this.watch = source == null ? null : new MaterialWatch(vertx, source, settings.reloadInterval(), this::renew);
    }

    /**
     * Reads and checks what the settings name; blocks. Without TLS it does nothing, now or later.
     *
     * @param section name of the settings, for messages
     * @throws ConfigException if something is missing or wrong
     */
    public static ServerTls open(Vertx vertx, TlsServerSettings settings, String section, LongSupplier unixMillis) {
        if (!settings.enabled()) {
            return new ServerTls(vertx, settings, null);
        }
        refuseRenegotiation();
        try {
            TlsEngine engine = settings.engine().resolved();
            ServerTls tls = new ServerTls(vertx, settings, settings.source(section));
            LOG.info("TLS by {} with certificates of {}", engine, tls.summary());
            if (TimeUnit.SECONDS.toMillis(tls.expiresUnixSeconds()) < unixMillis.getAsLong()) {
                LOG.warn("{}: a certificate has expired, clients will refuse it: {}", section, tls.summary());
            }
            return tls;
        } catch (TlsException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    public boolean enabled() {
        return watch != null;
    }

    /** Prepares the options of a server. */
    public void configure(HttpServerOptions options) {
        if (watch != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                    .setSslHandshakeTimeout(settings.handshakeTimeout().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setSslEngineOptions(settings.engine().options());
            fill(options.getSslOptions(), watch.material());
        }
    }

    /** From here on this server gets new certificates; to be called when it listens. */
    public void serves(HttpServer server) {
        if (watch != null) {
            servers.add(server);
        }
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public Future<Void> start() {
        if (watch != null) {
            watch.start();
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return watch == null ? Future.succeededFuture() : watch.stop();
    }

    /** The first moment at which a certificate in use is no longer valid, in seconds since 1970; 0 without TLS. */
    public long expiresUnixSeconds() {
        return watch == null ? 0 : watch.material().expiresUnixSeconds();
    }

    /** Times that new certificates came into use. */
    public long reloads() {
        return watch == null ? 0 : watch.reloads();
    }

    /** Times that new certificates were no good, and the old ones stayed. */
    public long failedReloads() {
        return watch == null ? 0 : watch.failures();
    }

    private List<String> summary() {
        return watch == null ? List.of() : watch.material().summary();
    }

    private void renew(TlsMaterial material) {
        ServerSSLOptions options = new ServerSSLOptions();
        options.setUseAlpn(true)
                .setSslHandshakeTimeout(settings.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        fill(options, material);
        servers.forEach(server -> server.updateSSLOptions(options)
                .onFailure(fault -> LOG.error("A server did not take its new certificates", fault)));
    }

    private void fill(ServerSSLOptions options, TlsMaterial material) {
        options.setEnabledSecureTransportProtocols(settings.protocols());
        CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        options.setClientAuth(material.authorities().isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRED);
        material.applyTo(options, vertx, settings.engine());
    }

    /**
     * A client of TLS 1.2 may ask for one handshake after the other on a connection, which costs it little and us much. The JDK
     * reads this property at its first handshake; BoringSSL allows none.
     */
    private static void refuseRenegotiation() {
        String property = "jdk.tls.rejectClientInitiatedRenegotiation";
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
