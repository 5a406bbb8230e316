package io.sluice.gateway;

import io.sluice.gateway.api.ServerApi;
import io.sluice.gateway.auth.ConnectAuthenticator;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.session.NodeIdentity;
import io.sluice.gateway.session.Sessions;
import io.sluice.gateway.session.TimerWheel;
import io.sluice.gateway.session.UserCounts;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What the event loops of a node share, and how each makes its server of it. */
record GatewayParts(
        GatewaySettings settings,
        NodeIdentity node,
        Hub hub,
        Publisher publisher,
        ChannelRules channels,
        GatewayMetrics metrics,
        UserCounts users,
        BooleanSupplier draining,
        ServerApi api,
        Control control,
        EmulatedSessions emulatedSessions) {

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
        TurnBudget turn = new TurnBudget(loop, nanoTime);
        Delays delays = new Delays(loop, turn, nanoTime);
        LoopServices services = new LoopServices(
                node,
                settings.client(),
                loop,
                delays,
                new OutboundLoop(loop, turn, delays, counters, settings.client().queueMaxSize()),
                hub.addShard(loop, turn, counters),
                sessions,
                timers,
                new SplittableRandom(),
                new ConnectAuthenticator(settings.client().admitsAnonymous()),
                channels,
                new ChannelPermissions(settings.client().insecure()),
                publisher,
                counters,
                metrics.disconnects());
        FirstRequestDeadline deadline = new FirstRequestDeadline(timers);
        Handler<HttpServerRequest> requests = requests(vertx, services);
        return vertx.createHttpServer(serverOptions())
                .requestHandler(request -> {
                    deadline.met(request.connection());
                    requests.handle(request);
                })
                .connectionHandler(deadline::begin)
                .listen(portForAllLoops(), settings.httpServer().address());
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
        return request -> endpoints.getOrDefault(request.path(), router).handle(request);
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES);
        WebSocketEndpoint.configure(options, settings.websocket(), settings.uniWebsocket());
        return options;
    }
}
