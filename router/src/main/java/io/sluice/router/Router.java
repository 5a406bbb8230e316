package io.sluice.router;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.admission.Admission;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.log.ProcessLog;
import io.sluice.common.management.EventLoopLiveness;
import io.sluice.common.management.Health;
import io.sluice.common.management.JvmMetrics;
import io.sluice.common.management.ManagementServer;
import io.sluice.common.management.ProcessMetrics;
import io.sluice.common.tls.ClientTls;
import io.sluice.common.tls.ServerTls;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.key.RequestKeys;
import io.sluice.router.negotiate.Negotiation;
import io.sluice.router.negotiate.Reservations;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.proxy.ProxyParts;
import io.sluice.router.proxy.ProxyServer;
import io.sluice.router.proxy.relay.RelayLimits;
import io.sluice.router.proxy.relay.RelayTerms;
import io.sluice.router.proxy.relay.RelayTraffic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The router, wired: backends are discovered into a pool, and each event loop runs a proxy that places connections from
 * it.
 *
 * <p>It is ready while a backend is known that takes connections. It stays ready while the source of backends is silent, as long as
 * it knows of backends from before.
 *
 * <p>Threading: made by one thread; the parts say of themselves what they allow.
 */
final class Router {

    /** Time for the proxy to stop beyond the spread that its settings allow. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(5);

    private final RouterSettings settings;
    private final LongSupplier nanoClock = System::nanoTime;
    private final int loops = Runtime.getRuntime().availableProcessors();
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RouterMetrics metrics = new RouterMetrics(meters);
    private final ProxyMetrics proxyMetrics = new ProxyMetrics(meters);
    private final JvmMetrics jvmMetrics = new JvmMetrics();
    private final Health health = new Health();
    private final RelayTraffic traffic = new RelayTraffic();
    private final AtomicBoolean open = new AtomicBoolean();
    private final BackendPool pool;
    private final ManagementServer management;
    private final ProxyServer proxy;
    private final ServerTls tls;
    private final ClientTls backendTls;
    private final ServiceStack stack = new ServiceStack();

    Router(RouterSettings settings) {
        this.settings = settings;
        pool = new BackendPool(
                settings.balance().toRules(),
                nanoClock,
                ThreadLocalRandom.current().nextLong());
        RequestKeys keys = new RequestKeys(settings.balance().key());
        Reservations reservations = new Reservations(settings.negotiate().maxReservations());
        management = new ManagementServer(vertx, settings.management(), health, meters);
        Admission admission = new Admission(settings.admission().terms(), nanoClock, () -> ThreadLocalRandom.current()
                .nextLong());
        metrics.bind(admission);
        tls = ServerTls.open(vertx, settings.httpServer().tls(), "http_server.tls", System::currentTimeMillis);
        backendTls = ClientTls.open(vertx, settings.backendTls(), "backend_tls");
        ProxyParts parts = new ProxyParts(
                settings.httpServer(),
                settings.limits(),
                settings.shutdownSpread(),
                pool,
                keys,
                new Negotiation(vertx, settings.negotiate(), pool, keys, reservations),
                admission,
                new RelayTerms(traffic, RelayLimits.DEFAULT),
                proxyMetrics,
                tls,
                backendTls,
                () -> proxyMetrics.addLoop(nanoClock),
                nanoClock);
        proxy = new ProxyServer(vertx, loops, parts);
        bindMetrics();
        metrics.bind(reservations);
        assemble();
    }

    /** All parts in the order of their levels; not started. */
    ServiceStack stack() {
        return stack;
    }

    /** Port that clients connect to; after the start. */
    int port() {
        return proxy.port();
    }

    /** Port of health and metrics; after the start. */
    int managementPort() {
        return management.port();
    }

    private void bindMetrics() {
        jvmMetrics.bindTo(meters);
        ProcessMetrics.bind(meters, "router", RouterVersion.text());
        ProcessLog.of(nanoClock).metrics().bindTo(meters);
        metrics.bind(pool);
        metrics.bind(traffic);
        metrics.bind(tls);
    }

    private void assemble() {
        EventLoopLiveness liveness = new EventLoopLiveness(vertx, loops, nanoClock);
        health.liveness("event loops", liveness::check);
        health.readiness("backends", this::missingBackends);
        health.readiness("router", () -> open.get() ? Optional.empty() : Optional.of("the router is stopping"));
        stack.add(Service.stopping("metrics", this::closeMetrics))
                .add(Service.stopping("vertx", vertx::close))
                .add(liveness)
                .add(management);
        new BackendDiscovery(vertx, settings, nanoClock, new DiscoveryMetrics(meters)).addTo(stack, this::discovered);
        stack.add(backendTls)
                .add(proxy, settings.shutdownSpread().plus(STOP_MARGIN))
                .add(tls)
                .add(Service.of("health", this::opened, this::closed));
    }

    /** Called by one thread at a time: the one that starts the router, or the event loop of discovery. */
    private void discovered(DiscoveredBackends backends) {
        pool.update(backends);
        metrics.track(pool.snapshot());
    }

    private Optional<String> missingBackends() {
        return pool.ready() ? Optional.empty() : Optional.of("no backend is known that takes connections");
    }

    private Future<Void> opened() {
        open.set(true);
        health.markStarted();
        return Future.succeededFuture();
    }

    private Future<Void> closed() {
        open.set(false);
        return Future.succeededFuture();
    }

    private Future<Void> closeMetrics() {
        jvmMetrics.close();
        meters.close();
        return Future.succeededFuture();
    }
}
