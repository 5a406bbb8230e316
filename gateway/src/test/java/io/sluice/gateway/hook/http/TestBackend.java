package io.sluice.gateway.hook.http;

import io.sluice.common.redis.Outcomes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** An application's server that keeps what it is sent and answers as the test says. */
final class TestBackend implements AutoCloseable {

    /** What came: headers with their names in lower case. */
    record Received(String path, Map<String, String> headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final HttpServer server;
    private volatile BiConsumer<Received, HttpServerRequest> behaviour = (message, request) -> {};

    TestBackend(Vertx vertx) {
        this(vertx, 0);
    }

    TestBackend(Vertx vertx, int port) {
        server = Outcomes.of(vertx.createHttpServer()
                .connectionHandler(connection -> {
                    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                    connection.closeHandler(closed -> open.decrementAndGet());
                })
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(port, "127.0.0.1"));
    }

    private void take(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        Received message = new Received(request.path(), headers, body.toString());
        received.add(message);
        behaviour.accept(message, request);
    }

    int port() {
        return server.actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** From here on every request is answered so. */
    TestBackend answers(int status, String body) {
        behaviour =
                (message, request) -> request.response().setStatusCode(status).end(body);
        return this;
    }

    /** From here on every request is handled so; what is not answered hangs. */
    TestBackend behaves(BiConsumer<Received, HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
        return this;
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    /** Connections now. */
    int open() {
        return open.get();
    }

    /** Most connections at one time. */
    int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        Outcomes.of(server.close());
    }
}
