package io.sluice.gateway;

import static java.util.Objects.requireNonNull;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.admission.Admission;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.lifecycle.ServiceStack;
import io.sluice.common.log.ProcessLog;
import io.sluice.common.management.EventLoopLiveness;
import io.sluice.common.management.Health;
import io.sluice.common.management.JvmMetrics;
import io.sluice.common.management.ManagementServer;
import io.sluice.common.management.ProcessMetrics;
import io.sluice.common.tls.ServerTls;
import io.sluice.gateway.api.ApiMethods;
import io.sluice.gateway.api.ChannelsSurvey;
import io.sluice.gateway.api.ClientMethods;
import io.sluice.gateway.api.ClientOrders;
import io.sluice.gateway.api.ClusterMethods;
import io.sluice.gateway.api.HistoryMethods;
import io.sluice.gateway.api.PresenceMethods;
import io.sluice.gateway.api.PublishMethods;
import io.sluice.gateway.api.ServerApi;
import io.sluice.gateway.auth.token.JwtVerifier;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.drain.Drain;
import io.sluice.gateway.drain.DrainOrders;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.history.Streams;
import io.sluice.gateway.hook.http.HttpHooks;
import io.sluice.gateway.hub.ChannelIds;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.metrics.ApiCounters;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.HookCounters;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.rebalance.RebalanceFigures;
import io.sluice.gateway.rebalance.Rebalancer;
import io.sluice.gateway.session.MoveRules;
import io.sluice.gateway.session.NodeClients;
import io.sluice.gateway.session.NodeIdentity;
import io.sluice.gateway.session.UserCounts;
import io.sluice.gateway.trace.Tracing;
import io.sluice.gateway.trace.otel.OpenTelemetryTracing;
import io.sluice.gateway.transport.emulation.EmulatedSessions;
import io.sluice.gateway.transport.emulation.EmulationEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One gateway node: builds its parts in the order in which they depend on each other, and puts them on a {@link ServiceStack}
 * that starts them in that order and stops them in reverse.
 */
final class Gateway {

    private static final long BROKER_CHECK_MILLIS = 1000;

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final LongSupplier nanoTime;
    private final ServiceStack stack = new ServiceStack();
    private final JvmMetrics jvmMetrics = new JvmMetrics();
    private final EventLoopLiveness liveness;
    private final ManagementServer management;
    private final ClientServers clients;
    private final Optional<Rebalancer> rebalancer;
    private final Drain drain;
    /** Writes this node's record at once; set when the parts are wired. */
    private final AtomicReference<Runnable> heartbeat = new AtomicReference<>(() -> {});

    private final ServerTls tls;
    private final Tracing tracing;

    /**
     * @param vertx with as many event loops as are to serve clients; closed when the node stops
     * @param version what the node calls its version
     * @param unixMicros wall clock in microseconds, for stamps that other machines read
     * @param nanoTime monotonic clock, for durations
     */
    Gateway(
            Vertx vertx,
            int loops,
            GatewaySettings settings,
            String version,
            LongSupplier unixMicros,
            LongSupplier nanoTime) {
        LongSupplier unixMillis = () -> TimeUnit.MICROSECONDS.toMillis(unixMicros.getAsLong());
        this.vertx = vertx;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.liveness = new EventLoopLiveness(vertx, loops, nanoTime);

        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GatewayMetrics metrics = new GatewayMetrics(registry);
        jvmMetrics.bindTo(registry);
        ProcessMetrics.bind(registry, "gateway", version);
        ProcessLog.of(nanoTime).metrics().bindTo(registry);
        Health health = new Health();
        this.management = new ManagementServer(vertx, settings.management(), health, registry);

        this.drain = new Drain(
                settings.drain(),
                new LoopTasks(vertx.getOrCreateContext()),
                this::loops,
                this::announce,
                unixMillis,
                nanoTime,
                new SplittableRandom());
        this.tls = ServerTls.open(vertx, settings.httpServer().tls(), "http_server.tls", unixMillis);
        NodeIdentity node = new NodeIdentity(UUID.randomUUID().toString(), version);
        UserCounts users = new UserCounts(settings.client().userConnectionLimit());
        Cluster cluster = Cluster.of(vertx, settings, node.id(), metrics, unixMicros, nanoTime);
        ChannelRules channels = new ChannelRules(settings.channel());
        Hub hub = new Hub(
                vertx,
                vertx.getOrCreateContext(),
                cluster.broker(),
                new PatternFeeds(channels),
                settings.client().channelPositionCheckDelay(),
                new SplittableRandom(),
                nanoTime);
        NodeStatus status = new NodeStatus(
                node,
                settings,
                this::clientPort,
                metrics,
                users,
                hub::channels,
                drain::draining,
                unixMillis.getAsLong(),
                nanoTime);
        cluster.broker().listener(hub);

        this.tracing = settings.opentelemetry().enabled() ? OpenTelemetryTracing.open() : Tracing.OFF;
        HttpHooks hooks = new HttpHooks(
                vertx,
                settings.routes(),
                settings.hooks(),
                cluster.ledger(),
                new HookCounters(metrics),
                settings.opentelemetry().hooks() ? tracing : Tracing.OFF,
                unixMillis,
                nanoTime);
        JwtVerifier tokens = new JwtVerifier(
                vertx,
                settings.client().token(),
                settings.client().subscriptionToken(),
                settings.client().insecureSkipTokenSignatureVerify(),
                unixMillis);
        Streams streams = new Streams(settings.channel().historyMetaTtl());
        Publisher publisher =
                new Publisher(cluster.broker(), streams, settings.channel().maxPublicationSize(), unixMillis);
        NodeClients nodeClients = new NodeClients();
        ClientOrders orders = new ClientOrders(cluster.control(), nodeClients);
        ApiMethods methods = new ApiMethods(
                new PublishMethods(publisher, channels),
                new ClientMethods(orders, channels),
                new PresenceMethods(cluster.presence(), channels),
                new HistoryMethods(
                        new HistoryReader(cluster.broker(), streams, HistoryQuery.NO_LIMIT),
                        cluster.broker(),
                        channels),
                new ClusterMethods(
                        () -> cluster.nodes(status::now), new ChannelsSurvey(cluster.control(), hub), unixMillis));
        EmulatedSessions emulated = new EmulatedSessions();
        EmulationEndpoint.answer(cluster.control(), emulated);
        Admission admission =
                new Admission(settings.admission().with(settings.client()), nanoTime, () -> ThreadLocalRandom.current()
                        .nextLong());
        metrics.add(admission);
        GatewayParts parts = new GatewayParts(
                settings,
                node,
                cluster.broker(),
                cluster.presence(),
                hub,
                new ChannelIds(),
                publisher,
                streams,
                channels,
                new ChannelPermissions(settings.client().insecure()),
                tokens,
                admission,
                hooks,
                orders::keepOnly,
                nodeClients,
                metrics,
                users,
                drain::draining,
                unixMillis,
                unixMicros,
                new ServerApi(
                        settings.httpApi(),
                        methods,
                        new ApiCounters(metrics, nanoTime),
                        settings.opentelemetry().api() ? tracing : Tracing.OFF),
                cluster.control(),
                emulated,
                tls,
                settings.opentelemetry().handshakes() ? tracing : Tracing.OFF);
        this.clients = new ClientServers(vertx, loops, index -> new GatewayLoop(parts, index, nanoTime));

        this.rebalancer = rebalancer(node, cluster, nodeClients, metrics, drain::draining, status::now);
        DrainOrders drainOrders = new DrainOrders(drain);
        drainOrders.mount(management);
        drainOrders.answer(cluster.control());
        NodeMeasures measures = new NodeMeasures(metrics);
        measures.show(settings.client());
        measures.show(hub);
        measures.show(publisher);
        measures.show(tokens.refusals());
        measures.show(tls);
        measures.show(drain);
        addHealthChecks(health, cluster);
        addServices(health, cluster, status, tokens, hooks);
    }

    ServiceStack stack() {
        return stack;
    }

    /** The port that clients connect to, once started. */
    int clientPort() {
        return clients.port();
    }

    /** The port of health and metrics, once started. */
    int managementPort() {
        return management.port();
    }

    /** Nobody has to be moved where there is but one node, or where nobody is to be. */
    private Optional<Rebalancer> rebalancer(
            NodeIdentity node,
            Cluster cluster,
            NodeClients nodeClients,
            GatewayMetrics metrics,
            BooleanSupplier draining,
            Supplier<NodeRecord> status) {
        RebalanceFigures figures = new RebalanceFigures();
        new NodeMeasures(metrics).show(figures);
        if (!settings.rebalance().enabled() || settings.engine().type() == EngineSettings.Type.MEMORY) {
            return Optional.empty();
        }
        MoveRules rules = new MoveRules(
                settings.rebalance().minAge(), settings.rebalance().moveUnrecoverable());
        return Optional.of(new Rebalancer(
                vertx,
                settings.rebalance(),
                new Rebalancer.Node(node.id(), nodeClients::staying, draining, count -> nodeClients.move(count, rules)),
                () -> cluster.nodes(status),
                figures,
                nanoTime));
    }

    private List<GatewayLoop> loops() {
        return clients.loops();
    }

    /** Tells the registry at once that something has changed. */
    private void announce() {
        requireNonNull(heartbeat.get()).run();
    }

    private void addHealthChecks(Health health, Cluster cluster) {
        health.liveness(liveness.name(), liveness::check);
        BrokerHealth brokerHealth = new BrokerHealth(cluster.broker(), nanoTime);
        health.readiness("broker", brokerHealth::check);
        vertx.setPeriodic(BROKER_CHECK_MILLIS, tick -> brokerHealth.check()); // Outages count also while nobody asks.
        health.readiness("drain", () -> drain.draining() ? Optional.of("the node drains") : Optional.empty());
    }

    private void addServices(Health health, Cluster cluster, NodeStatus status, JwtVerifier tokens, HttpHooks hooks) {
        stack.add(Service.stopping("vertx", vertx::close));
        stack.add(Service.stopping("tracing", tracing::close));
        stack.add(management);
        stack.add(liveness);
        stack.add(Service.stopping("jvm metrics", () -> {
            jvmMetrics.close();
            return Future.succeededFuture();
        }));
        cluster.addConnections(stack);
        stack.add(cluster.broker());
        stack.add(cluster.presence());
        stack.add(cluster.control());
        stack.add(Service.stopping("tokens", tokens::close));
        stack.add(hooks);
        stack.add(clients, GatewayLoop.STOP_TIMEOUT);
        stack.add(tls);
        heartbeat.set(cluster.addHeartbeat(stack, status::heartbeat));
        rebalancer.ifPresent(stack::add);
        stack.add(drain, drain.stopTimeout());
        stack.add(Service.of(
                "readiness",
                () -> {
                    health.markStarted();
                    return Future.succeededFuture();
                },
                Future::succeededFuture));
    }

    /** What the log says when the node is up. */
    String readyLine() {
        return "gateway ready on " + settings.httpServer().address() + ":" + clientPort() + ", management on "
                + settings.management().address() + ":" + managementPort();
    }
}
