package io.sluice.router;

import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.router.discovery.BackendInquiry;
import io.sluice.router.discovery.BackendSource;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.discovery.FixedSource;
import io.sluice.router.discovery.PolledSource;
import io.sluice.router.discovery.RegistryInquiry;
import io.sluice.router.discovery.dns.DnsInquiry;
import io.sluice.router.discovery.kubernetes.KubernetesSource;
import io.sluice.router.health.HealthCheckSettings;
import io.sluice.router.probe.ConnectProbe;
import io.sluice.router.probe.HealthChecks;
import io.sluice.router.probe.HttpProbe;
import io.sluice.router.probe.Probe;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How backends are found, wired: the one source that is set, and the checks behind it. */
final class BackendDiscovery {

    /** Twice in each heartbeat of the gateways, so that every report is seen. */
    private static final Duration REGISTRY_INTERVAL = Duration.ofMillis(500);

    private final Vertx vertx;
    private final RouterSettings settings;
    private final LongSupplier nanoClock;
    private final DiscoveryMetrics metrics;

    BackendDiscovery(Vertx vertx, RouterSettings settings, LongSupplier nanoClock, DiscoveryMetrics metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
    }

    /**
     * Adds the services that find backends.
     *
     * @param listener gets each snapshot; called by one thread at a time
     */
    void addTo(ServiceStack stack, Consumer<DiscoveredBackends> listener) {
        HealthCheckSettings checks = settings.healthCheck();
        switch (checks.effective(settings.source() == SourceKind.REDIS)) {
            case CONNECT -> addChecked(stack, new ConnectProbe(vertx, checks.timeout()), listener);
            case HTTP -> addChecked(stack, new HttpProbe(vertx, checks), listener);
            case AUTO, OFF -> addSource(stack, listener);
        }
    }

    private void addChecked(ServiceStack stack, Probe probe, Consumer<DiscoveredBackends> listener) {
        HealthChecks checks =
                new HealthChecks(vertx, probe, settings.healthCheck(), metrics, new SplittableRandom(), listener);
        addSource(stack, checks::discovered);
        stack.add(checks);
    }

    private void addSource(ServiceStack stack, Consumer<DiscoveredBackends> listener) {
        SourceKind kind = settings.source();
        BackendSource source =
                switch (kind) {
                    case REDIS -> registry(stack, listener);
                    case BACKENDS -> new FixedSource(settings.addresses(), listener);
                    case DNS ->
                        polled(new DnsInquiry(settings.dns()), settings.dns().interval(), listener);
                    case KUBERNETES ->
                        new KubernetesSource(
                                vertx, settings.kubernetes(), metrics, nanoClock, new SplittableRandom(), listener);
                };
        metrics.bind(kind.label(), source);
        stack.add(source);
    }

    private BackendSource registry(ServiceStack stack, Consumer<DiscoveredBackends> listener) {
        RedisSettings redis = settings.redis().toRedis();
        RedisCommands commands = RedisCommands.of(vertx, redis);
        NodeRegistry registry = new NodeRegistry(commands, redis.keys());
        stack.add(commands);
        return polled(new RegistryInquiry(registry::list, metrics), REGISTRY_INTERVAL, listener);
    }

    private <A> BackendSource polled(
            BackendInquiry<A> inquiry, Duration interval, Consumer<DiscoveredBackends> listener) {
        return new PolledSource<>(vertx, inquiry, interval, nanoClock, listener);
    }
}
