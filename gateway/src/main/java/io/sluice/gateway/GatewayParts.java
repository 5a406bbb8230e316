package io.sluice.gateway;

import io.sluice.common.admission.Admission;
import io.sluice.common.net.RequestId;
import io.sluice.common.tls.ServerTls;
import io.sluice.gateway.api.ServerApi;
import io.sluice.gateway.auth.TokenVerifier;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.history.Streams;
import io.sluice.gateway.hook.Hooks;
import io.sluice.gateway.hub.ChannelIds;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.presence.PresenceStore;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.session.Authenticator;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.session.NodeClients;
import io.sluice.gateway.session.NodeIdentity;
import io.sluice.gateway.session.OnlyConnection;
import io.sluice.gateway.session.Sessions;
import io.sluice.gateway.session.UserCounts;
import io.sluice.gateway.session.WallClock;
import io.sluice.gateway.subscription.LoopMembers;
import io.sluice.gateway.subscription.StreamReads;
import io.sluice.gateway.subscription.SubscriptionPlanner;
import io.sluice.gateway.subscription.SubscriptionServices;
import io.sluice.gateway.trace.Tracing;
import io.sluice.gateway.transport.emulation.EmulatedSessions;
import io.sluice.gateway.transport.websocket.WebSocketEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What the event loops of a node share, and how each makes its server of it. */
record GatewayParts(
        GatewaySettings settings,
        NodeIdentity node,
        Broker broker,
        PresenceStore presence,
        Hub hub,
        ChannelIds channelIds,
        Publisher publisher,
        Streams streams,
        ChannelRules channels,
        ChannelPermissions permissions,
        TokenVerifier tokens,
        Admission admission,
        Hooks hooks,
        OnlyConnection onlyConnection,
        NodeClients clients,
        GatewayMetrics metrics,
        UserCounts users,
        BooleanSupplier draining,
        LongSupplier unixMillis,
        LongSupplier unixMicros,
        ServerApi api,
        Control control,
        EmulatedSessions emulatedSessions,
        ServerTls tls,
        Tracing tracing) {

    /** Time that an HTTP connection may be silent, for instance between two API calls. */
    private static final int IDLE_TIMEOUT_SECONDS = 75;

    /** Room for a connect command with a token in the address, which is all that an {@code EventSource} can send. */
    private static final int MAX_REQUEST_LINE_BYTES = 32 << 10;

    /** Starts this loop's share of the client port. Called on the loop. */
    Future<HttpServer> clientServer(
            Vertx vertx,
            LoopTasks loop,
            LongSupplier nanoTime,
            TimerWheel timers,
            Sessions sessions,
            LoopCounters counters) {
        LoopServices services = services(vertx, loop, nanoTime, timers, sessions, counters);
        clients.add(loop, sessions);
        FirstRequestDeadline deadline = new FirstRequestDeadline(timers);
        Handler<HttpServerRequest> requests = requests(vertx, services);
        return vertx.createHttpServer(serverOptions())
                .requestHandler(request -> {
                    deadline.met(request.connection());
                    requests.handle(request);
                })
                .connectionHandler(deadline::begin)
                .listen(portForAllLoops(), settings.httpServer().address())
                .onSuccess(tls::serves);
    }

    private LoopServices services(
            Vertx vertx,
            LoopTasks loop,
            LongSupplier nanoTime,
            TimerWheel timers,
            Sessions sessions,
            LoopCounters counters) {
        TurnBudget turn = new TurnBudget(loop, nanoTime);
        Delays delays = new Delays(loop, turn, nanoTime);
        SplittableRandom random = new SplittableRandom();
        LoopMembers members = new LoopMembers(presence, settings.client().presenceUpdateInterval(), random, nanoTime);
        vertx.setPeriodic(TimerWheel.TICK.toMillis(), tick -> members.tick());
        hub.onRestored(() -> loop.execute(members::refreshSoon));
        OutboundLoop outbound =
                new OutboundLoop(loop, turn, delays, counters, settings.client().queueMaxSize());
        SubscriptionServices subscriptions = new SubscriptionServices(
                loop,
                hub.addShard(loop, turn, counters, outbound.deliveryTimes(unixMicros)),
                hub.positionChecks(),
                channelIds,
                broker,
                new StreamReads(loop, turn, broker),
                members,
                delays,
                counters,
                streams,
                settings.client().recoveryMaxPublicationLimit());
        return new LoopServices(
                node,
                settings.client(),
                loop,
                outbound,
                subscriptions,
                new SubscriptionPlanner(permissions, settings.client()::delivery),
                sessions,
                timers,
                random,
                new WallClock(unixMillis),
                new Authenticator(settings.client(), tokens, hooks),
                admission,
                tokens,
                hooks,
                channels,
                permissions,
                publisher,
                new HistoryReader(broker, streams, settings.client().historyMaxPublicationLimit()),
                presence,
                onlyConnection,
                counters,
                metrics.disconnects(),
                tracing);
    }

    /** Vert.x gives each loop a free port of its own for 0, and one that they share for a negative one. */
    private int portForAllLoops() {
        int port = settings.httpServer().port();
        return port == 0 ? -1 : port;
    }

    /** Sockets and streams are routed here and not by the router, whose requests cannot be taken over. */
    private Handler<HttpServerRequest> requests(Vertx vertx, LoopServices services) {
        Router router = Router.router(vertx);
        if (!settings.httpApi().disabled()) {
            api.mount(router);
        }
        Map<String, Handler<HttpServerRequest>> endpoints = new ClientEndpoints(this, services).byPath();
        return request -> {
            identify(request, services.random());
            endpoints.getOrDefault(request.path(), router).handle(request);
        };
    }

    /** Whoever asks may name the request, which the router does for all that comes by it. A new name need not be secret. */
    private static void identify(HttpServerRequest request, RandomGenerator random) {
        String told = request.getHeader(RequestId.HEADER);
        RequestId.give(
                request,
                told != null && RequestId.isValid(told)
                        ? told
                        : new UUID(random.nextLong(), random.nextLong()).toString());
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setUseProxyProtocol(settings.httpServer().proxyProtocol())
                .setProxyProtocolTimeout(FirstRequestDeadline.DEADLINE.toSeconds())
                .setProxyProtocolTimeoutUnit(TimeUnit.SECONDS);
        tls.configure(options);
        WebSocketEndpoint.configure(options, settings.websocket(), settings.uniWebsocket());
        return options;
    }
}
