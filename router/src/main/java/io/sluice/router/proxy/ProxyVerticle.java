package io.sluice.router.proxy;

import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The proxy on one event loop: its own listener on the shared port, its own connections to backends. It shares nothing
 * with the other loops but the pool and the counters.
 *
 * <p>Threading: confined to the event loop that it is deployed on.
 */
@EventLoopConfined
final class ProxyVerticle extends VerticleBase {

    /** Bytes of a request line: a URL with a token in it is long. */
    private static final int MAX_REQUEST_LINE = 8 * 1024;

    /** Bytes of all headers of a request; the gateway has the same limit. */
    private static final int MAX_REQUEST_HEADERS = 8 * 1024;

    /** Bytes of all headers of a response. */
    private static final int MAX_RESPONSE_HEADERS = 16 * 1024;

    /** Well below the idle times of servers, so that no request is put on a connection that is just being closed. */
    private static final Duration KEEP_BACKEND_CONNECTION = Duration.ofSeconds(10);

    /** What plain requests get, beyond the time that relays are given, to end when the router stops. */
    private static final Duration STOP_MARGIN = Duration.ofMillis(500);

    private final String routerName;
    private final ProxyParts parts;
    private @Nullable HttpServer server;
    private @Nullable ProxyLoop loop;
    private String loopName = "";

    /** @param routerName the same on all loops of a router */
    ProxyVerticle(String routerName, ProxyParts parts) {
        this.routerName = routerName;
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        ClientAddresses addresses = new ClientAddresses(parts.settings().trustedHops());
        ProxyLoop started = new ProxyLoop(
                vertx,
                tcpClient(),
                httpClient(),
                parts.pool(),
                parts.keys(),
                parts.limits(),
                new ForwardedHeaders(
                        routerName, addresses, () -> UUID.randomUUID().toString()),
                new UpgradeGate(parts.admission(), addresses),
                new ClientConnections(vertx, parts.settings()),
                new OpenRelays(vertx),
                parts.relayTerms(),
                parts.events(),
                new BackendRoute(parts.backendTls()),
                parts.nanoClock());
        loop = started;
        loopName = Thread.currentThread().getName();
        watchLoop();
        return vertx.createHttpServer(serverOptions())
                .connectionHandler(started.connections()::opened)
                .requestHandler(request -> serve(started, request))
                .listen()
                .onSuccess(listening -> {
                    server = listening;
                    parts.tls().serves(listening);
                });
    }

    /** The timer ends with the verticle. */
    private void watchLoop() {
        LoopWatch watch = parts.loopWatches().get();
        watch.begin();
        vertx.setPeriodic(ProxyServer.LOOP_TICK.toMillis(), tick -> watch.tick());
    }

    /** Stops listening at once; relays are closed over the time that the settings allow. */
    @Override
    public Future<?> stop() {
        if (server == null || loop == null) {
            return Future.succeededFuture();
        }
        Duration spread = parts.stopSpread();
        Future<Void> serverStopped = server.shutdown(spread.plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        return Future.join(loop.relays().closeAll(spread), serverStopped);
    }

    /** Any thread: ends a stop that is under way without taking the time that it was given. */
    void hurry() {
        ProxyLoop started = loop;
        if (started != null) {
            context.runOnContext(now -> {
                started.relays().hurry();
                started.connections().closeAll();
            });
        }
    }

    /** The port that is listened on; only after the start. */
    int port() {
        if (server == null) {
            throw new IllegalStateException("the proxy has not started");
        }
        return server.actualPort();
    }

    /** The thread of the event loop; only after the start. */
    String loopName() {
        return loopName;
    }

    private void serve(ProxyLoop loop, HttpServerRequest request) {
        loop.forwarded().identify(request);
        if (!RequestShape.isPassable(request)) {
            FailureAnswer.sendAndClose(request, ProxyFailure.BAD_REQUEST, loop.events());
        } else if (loop.forwarded().hasSeen(request)) {
            FailureAnswer.sendAndClose(request, ProxyFailure.LOOP, loop.events());
        } else if (parts.negotiation().answers(request)) {
            NegotiationExchange.start(loop, parts.negotiation(), request);
        } else if (RequestShape.isWebSocketHandshake(request)) {
            loop.gate().ask(request).ifPresent(ticket -> UpgradeExchange.start(loop, request, ticket));
        } else {
            PlainExchange.start(loop, request);
        }
    }

    /** Compression and WebSocket extensions are between client and backend; the router only passes them on. */
    private HttpServerOptions serverOptions() {
        ServerSettings settings = parts.settings();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.address())
                .setPort(settings.port() == 0 ? ProxyServer.ANY_SHARED_PORT : settings.port())
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_REQUEST_HEADERS)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setUseProxyProtocol(settings.proxyProtocol())
                .setProxyProtocolTimeout(settings.headTimeout().toMillis())
                .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true);
        parts.tls().configure(options);
        return options;
    }

    private NetClient tcpClient() {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) parts.limits().connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        options.setSslEngineOptions(parts.backendTls().engine());
        return vertx.createNetClient(options);
    }

    /**
     * A pool for plain requests. Vert.x would let five run at a time on one backend, which is five event streams. There is
     * no queue: a request that finds no connection is told so at once.
     */
    private HttpClient httpClient() {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) parts.limits().connectTimeout().toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) KEEP_BACKEND_CONNECTION.toSeconds())
                .setMaxHeaderSize(MAX_RESPONSE_HEADERS)
                .setDecompressionSupported(false)
                .setTcpKeepAlive(true);
        options.setSslEngineOptions(parts.backendTls().engine());
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(parts.limits().maxRequestsPerBackend())
                .setMaxWaitQueueSize(0);
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(reset -> {}))
                .build();
    }
}
