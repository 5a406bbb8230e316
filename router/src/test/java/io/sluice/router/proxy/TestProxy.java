package io.sluice.router.proxy;

import io.sluice.common.admission.Admission;
import io.sluice.common.admission.AdmissionTerms;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.metrics.Buckets;
import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.tls.ClientTls;
import io.sluice.common.tls.ServerTls;
import io.sluice.common.tls.TlsClientSettings;
import io.sluice.common.tls.TlsServerSettings;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.balance.BalancingRules;
import io.sluice.router.balance.HashKey;
import io.sluice.router.balance.LeastConnections;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.key.RequestKeys;
import io.sluice.router.negotiate.NegotiateSettings;
import io.sluice.router.negotiate.Negotiation;
import io.sluice.router.negotiate.Reservations;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PooledBackend;
import io.sluice.router.proxy.relay.RelayLimits;
import io.sluice.router.proxy.relay.RelayTerms;
import io.sluice.router.proxy.relay.RelayTraffic;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** A proxy on real sockets in front of the backends that a test names. */
public final class TestProxy implements Closeable, ProxyEvents {

    public static final String HANDSHAKE = Wire.head(
            "GET /connection/websocket HTTP/1.1",
            "Host: example.com",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    private static final int LOOPS = 2;

    /** Long enough to never strike in a test that is not about time: twice as long as a client waits for anything. */
    static final Duration LONG = Wire.READ_LIMIT.multipliedBy(2);

    final BackendPool pool;
    final RelayTraffic traffic = new RelayTraffic();
    final List<ProxyFailure> failures = new CopyOnWriteArrayList<>();
    final List<String> retries = new CopyOnWriteArrayList<>();
    final List<Long> answeredNanos = new CopyOnWriteArrayList<>();
    final List<Long> relayNanos = new CopyOnWriteArrayList<>();

    /** When relays ended, by {@link System#nanoTime}. */
    final List<Long> endedAtNanos = new CopyOnWriteArrayList<>();

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true));
    final Reservations reservations;
    final Admission admission;
    private final ProxyServer server;
    private final List<Closeable> resources = new ArrayList<>();

    private TestProxy(Builder builder) {
        pool = new BackendPool(builder.rules, builder.poolClock, 0);
        RequestKeys keys = new RequestKeys(builder.key);
        reservations = new Reservations(builder.negotiate.maxReservations());
        admission = new Admission(builder.admission, System::nanoTime, new Random());
        ProxyParts parts = new ProxyParts(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        builder.headTimeout,
                        builder.keepAliveTimeout,
                        builder.proxyProtocol,
                        builder.trustedProxies,
                        builder.tls),
                new ProxyLimits(
                        builder.connectTimeout,
                        builder.handshakeTimeout,
                        builder.responseTimeout,
                        builder.maxRequestsPerBackend),
                builder.stopSpread,
                pool,
                keys,
                new Negotiation(vertx, builder.negotiate, pool, keys, reservations),
                admission,
                new RelayTerms(traffic, builder.relayLimits),
                this,
                ServerTls.open(vertx, builder.tls, "http_server.tls", System::currentTimeMillis),
                ClientTls.open(vertx, builder.backendTls, "backend_tls"),
                () -> new LoopWatch(
                        Duration.ofMillis(100), System::nanoTime, () -> -1, new LoopHistogram(Buckets.LATENCY)),
                System::nanoTime);
        server = new ProxyServer(vertx, LOOPS, parts);
    }

    static TestProxy before(FakeBackend... backends) throws TimeoutException {
        return new Builder().start(backends);
    }

    static Builder builder() {
        return new Builder();
    }

    int port() {
        return server.port();
    }

    Wire connect() throws IOException {
        return own(Wire.connect(port()));
    }

    /** A client that has sent its handshake and got the 101. */
    Wire upgraded() throws IOException {
        return upgraded(0);
    }

    Wire upgraded(int receiveBuffer) throws IOException {
        Wire client = own(Wire.connect(port(), receiveBuffer));
        client.send(HANDSHAKE);
        client.readHead();
        return client;
    }

    /** Sends a whole request and returns everything until the proxy closes. */
    String exchange(String request) throws IOException {
        Wire client = connect();
        client.send(request);
        return client.readAll();
    }

    PooledBackend backend(FakeBackend backend) {
        return pool.snapshot().backends().stream()
                .filter(member -> member.backend().address().equals(backend.address()))
                .findFirst()
                .orElseThrow();
    }

    int open(ConnectionKind kind) {
        return pool.snapshot().backends().stream()
                .mapToInt(member -> member.open(kind))
                .sum();
    }

    <C extends Closeable> C own(C resource) {
        resources.add(resource);
        return resource;
    }

    void stop() throws TimeoutException {
        server.stop().await(30, TimeUnit.SECONDS);
    }

    @Override
    public void retried() {
        retries.add("retry");
    }

    @Override
    public void failed(ProxyFailure failure) {
        failures.add(failure);
    }

    @Override
    public void answered(long nanos) {
        answeredNanos.add(nanos);
    }

    @Override
    public void relayEnded(long nanos) {
        relayNanos.add(nanos);
        endedAtNanos.add(System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
        try {
            vertx.close().await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Settings of a proxy, patient unless a test says otherwise. */
    static final class Builder {

        private Duration headTimeout = LONG;
        private Duration keepAliveTimeout = LONG;
        private Duration connectTimeout = LONG;
        private Duration handshakeTimeout = LONG;
        private Duration responseTimeout = LONG;
        private Duration stopSpread = Duration.ZERO;
        private RelayLimits relayLimits = RelayLimits.DEFAULT;
        private int maxRequestsPerBackend = 1000;
        private BalancingRules rules = BalancingRules.of(new LeastConnections());
        private LongSupplier poolClock = System::nanoTime;
        private Optional<HashKey> key = Optional.empty();
        private NegotiateSettings negotiate =
                ConfigLoader.of(NegotiateSettings.class).load();

        Builder rules(BalancingRules value) {
            rules = value;
            return this;
        }

        /** The time by which backends are given handshakes. */
        Builder poolClock(LongSupplier value) {
            poolClock = value;
            return this;
        }

        Builder key(String value) {
            key = Optional.of(HashKey.parse(value));
            return this;
        }

        /** Switches the endpoint on, with one other setting. */
        Builder negotiate(String name, String value) {
            negotiate = ConfigLoader.of(NegotiateSettings.class)
                    .override("enabled", "true")
                    .override(name, value)
                    .load();
            return this;
        }

        private boolean proxyProtocol;
        private List<String> trustedProxies = List.of();
        private AdmissionTerms admission = AdmissionTerms.UNLIMITED;
        private TlsServerSettings tls = TlsServerSettings.OFF;
        private TlsClientSettings backendTls = TlsClientSettings.DEFAULT;

        Builder tls(TlsServerSettings value) {
            tls = value;
            return this;
        }

        Builder backendTls(TlsClientSettings value) {
            backendTls = value;
            return this;
        }

        Builder headTimeout(Duration value) {
            headTimeout = value;
            return this;
        }

        Builder keepAliveTimeout(Duration value) {
            keepAliveTimeout = value;
            return this;
        }

        Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        Builder handshakeTimeout(Duration value) {
            handshakeTimeout = value;
            return this;
        }

        Builder responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        Builder stopSpread(Duration value) {
            stopSpread = value;
            return this;
        }

        Builder relayLimits(RelayLimits value) {
            relayLimits = value;
            return this;
        }

        Builder proxyProtocol() {
            proxyProtocol = true;
            return this;
        }

        Builder trustedProxies(String... value) {
            trustedProxies = List.of(value);
            return this;
        }

        Builder admission(AdmissionTerms value) {
            admission = value;
            return this;
        }

        Builder maxRequestsPerBackend(int value) {
            maxRequestsPerBackend = value;
            return this;
        }

        TestProxy start(FakeBackend... backends) throws TimeoutException {
            List<BackendAddress> addresses = new ArrayList<>();
            for (FakeBackend backend : backends) {
                addresses.add(backend.address());
            }
            TestProxy proxy = start(addresses);
            proxy.resources.addAll(List.of(backends));
            return proxy;
        }

        TestProxy start(List<BackendAddress> addresses) throws TimeoutException {
            TestProxy proxy = new TestProxy(this);
            proxy.pool.update(DiscoveredBackends.fixed(addresses));
            proxy.server.start().await(30, TimeUnit.SECONDS);
            return proxy;
        }
    }
}
