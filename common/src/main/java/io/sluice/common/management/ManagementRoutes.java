package io.sluice.common.management;

import static io.sluice.common.log.PeerCaused.PEER;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of {@link ManagementServer}.
 *
 * <p>Threading: changed before the start only; called on the server's event loop, scrapes on a worker thread.
 */
final class ManagementRoutes implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementRoutes.class);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private final Map<String, Consumer<HttpServerRequest>> routes;
    private final Map<String, OperatorRoute> operations = new ConcurrentHashMap<>();

    ManagementRoutes(Vertx vertx, Health health, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
        this.routes = Map.of(
                "/health/started", request -> report(request, health::started),
                "/health/live", request -> report(request, health::live),
                "/health/ready", request -> report(request, health::ready),
                "/metrics", this::scrape);
    }

    /** Adds a method at a path, which may have others already. */
    void add(HttpMethod method, String path, Function<OperatorRequest, OperatorAnswer> action) {
        operations.merge(path, new OperatorRoute(Map.of(method, action)), (others, one) -> others.with(method, action));
    }

    @Override
    public void handle(HttpServerRequest request) {
        Consumer<HttpServerRequest> route = routes.get(request.path());
        OperatorRoute operation = operations.get(request.path());
        if (operation != null) {
            operation.handle(
                    request,
                    answer ->
                            answer(request, answer.status(), JSON, answer.body().toBuffer()));
        } else if (route == null) {
            answer(request, 404, TEXT, Buffer.buffer("no such path, there are " + paths() + "\n"));
        } else if (!isRead(request)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            answer(request, 405, TEXT, Buffer.buffer("only GET and HEAD are allowed\n"));
        } else {
            route.accept(request);
        }
    }

    private String paths() {
        return String.join(
                ", ",
                Stream.concat(routes.keySet().stream(), operations.keySet().stream())
                        .sorted()
                        .toList());
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static void report(HttpServerRequest request, Supplier<HealthReport> question) {
        HealthReport report = question.get();
        JsonObject body = new JsonObject().put("status", report.ok() ? "ok" : "unavailable");
        if (!report.ok()) {
            JsonObject reasons = new JsonObject();
            report.reasons().forEach(reasons::put);
            body.put("reasons", reasons);
        }
        answer(request, report.ok() ? 200 : 503, JSON, body.toBuffer());
    }

    /** A scrape walks all meters and may take milliseconds, too long for an event loop that also serves the probes. */
    private void scrape(HttpServerRequest request) {
        vertx.executeBlocking(registry::scrape)
                .onSuccess(text -> answer(request, 200, PROMETHEUS_TEXT, Buffer.buffer(text)))
                .onFailure(failure -> scrapeFailed(request, failure));
    }

    private static void scrapeFailed(HttpServerRequest request, @Nullable Throwable failure) {
        LOG.warn("Metrics could not be collected", failure);
        answer(request, 500, TEXT, Buffer.buffer("metrics could not be collected\n"));
    }

    private static void answer(HttpServerRequest request, int status, String contentType, Buffer body) {
        var response = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        var sent = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
        sent.onFailure(gone -> LOG.debug(PEER, "Client left before the answer", gone));
    }
}
