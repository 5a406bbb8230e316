package io.sluice.common.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.lifecycle.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server for operators: {@code /health/started}, {@code /health/live}, {@code /health/ready} and
 * {@code /metrics}, each for GET and HEAD, and what a process adds by {@link #on}.
 *
 * <p>A health path answers 200 with {@code {"status":"ok"}}, or 503 with {@code {"status":"unavailable","reasons":…}}
 * that names each failed check. A process starts it early and stops it late, so that it can
 * be asked while starting and draining.
 *
 * <p>Threading: safe for all threads; requests are served on the event loop that it was started on.
 */
public final class ManagementServer implements Service {

    private final Vertx vertx;
    private final ManagementSettings settings;
    private final ManagementRoutes routes;
    private final AtomicReference<@Nullable HttpServer> server = new AtomicReference<>();

    public ManagementServer(Vertx vertx, ManagementSettings settings, Health health, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.settings = settings;
        this.routes = new ManagementRoutes(vertx, health, registry);
    }

    /**
     * Adds something that operators may ask (GET) or order (POST). Only before the start.
     *
     * @param action answers on the server's event loop, so it must not block; an {@link IllegalArgumentException} of its becomes
     *     the answer 400 with its message
     */
    public void on(HttpMethod method, String path, Function<OperatorRequest, OperatorAnswer> action) {
        routes.add(method, path, action);
    }

    @Override
    public String name() {
        return "management";
    }

    @Override
    public Future<Void> start() {
        // HTTP/1.1 alone: an answer that is ready while a connection is being upgraded to HTTP/2 is now and then lost
        // or
        // garbled (Vert.x 5.0), and scrapers and probes do not ask for it.
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(routes)
                .listen(settings.port(), settings.address())
                .onSuccess(server::set)
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        HttpServer listening = server.get();
        return listening == null ? Future.succeededFuture() : listening.close();
    }

    /** The port that it listens on, which the settings may have left open; an error before it has started. */
    public int port() {
        HttpServer listening = server.get();
        if (listening == null) {
            throw new IllegalStateException("the management server has not started");
        }
        return listening.actualPort();
    }
}
