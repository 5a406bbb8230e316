package io.sluice.loadtest.demo;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page of the demonstration and, at {@code /demo.json}, what the page has to know. Until that is known the
 * answer there is {@code {"ready":false}}.
 */
@ThreadSafe
final class PageServer implements Service {
    private static final String PAGE = "index.html";
    /** The page loads nothing and talks to this server and to WebSockets only. */
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
            + " img-src data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'";

    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final Vertx vertx;
    private final String host;
    private final int wantedPort;
    private final Supplier<Future<Optional<DemoState>>> state;
    private final TimeSource time;
    private final String page = readPage();
    /** Volatile because an event loop sets it and others read it. */
    private volatile @Nullable HttpServer server;

    /** A server on {@code port} (0 = any) that tells the page what {@code state} gives. */
    PageServer(Vertx vertx, String host, int port, Supplier<Future<Optional<DemoState>>> state, TimeSource time) {
        this.vertx = vertx;
        this.host = host;
        this.wantedPort = port;
        this.state = state;
        this.time = time;
    }

    private static String readPage() {
        try (InputStream stream = PageServer.class.getResourceAsStream(PAGE)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + PAGE + " beside " + PageServer.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + PAGE, e);
        }
    }

    @Override
    public String name() {
        return "page server";
    }

    @Override
    public Future<Void> start() {
        // HTTP/1.1 alone, as on the management port; browsers ask for no other in clear text.
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(this::answer)
                .listen(wantedPort, host)
                .recover(failure -> Future.failedFuture(explained(failure)))
                .map(listening -> {
                    server = listening;
                    return null;
                });
    }

    private Throwable explained(Throwable failure) {
        return failure instanceof BindException
                ? new BindException("cannot listen on " + host + ":" + wantedPort + " (" + failure.getMessage()
                        + "): choose another port with --port; 0 takes any free one")
                : failure;
    }

    /** The real port. */
    int port() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("the page server has not started yet");
        }
        return listening.actualPort();
    }

    @Override
    public Future<Void> stop() {
        HttpServer listening = server;
        return listening == null ? Future.succeededFuture() : listening.close();
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("cache-control", "no-store").putHeader("x-content-type-options", "nosniff");
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            end(response.setStatusCode(NOT_ALLOWED).putHeader("allow", "GET, HEAD"), "text/plain", "GET only\n");
            return;
        }
        switch (request.path()) {
            case "/", "/index.html" -> end(response.putHeader("content-security-policy", POLICY), "text/html", page);
            case "/demo.json" -> answerState(response);
            default -> end(response.setStatusCode(NOT_FOUND), "text/plain", "there is only /\n");
        }
    }

    private void answerState(HttpServerResponse response) {
        state.get()
                .otherwise(Optional.empty())
                .onSuccess(known -> end(
                        response,
                        "application/json",
                        known.map(value -> value.json(time.unixMillis())).orElse("{\"ready\":false}")));
    }

    /** A write that fails means that the browser has gone. */
    private static void end(HttpServerResponse response, String type, String body) {
        response.putHeader("content-type", type + "; charset=utf-8").end(body).onFailure(gone -> {});
    }
}
