package io.sluice.common.management;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ManagementServer server = server(0);

    @BeforeEach
    void start() {
        await(server.start());
        health.markStarted();
    }

    @AfterEach
    void stop() {
        await(server.stop());
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/started", "/health/live", "/health/ready", "/health/ready?verbose"})
    void aHealthyProcessAnswersOk(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void anUnreadyProcessNamesTheReasonsAndStaysLive() throws Exception {
        health.readiness("redis", () -> Optional.of("not connected"));
        health.readiness("drain", () -> Optional.of("draining"));

        HttpResponse<String> ready = send("GET", "/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"unavailable\",\"reasons\":{\"drain\":\"draining\",\"redis\":\"not connected\"}}");
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreServedAsPrometheusText() throws Exception {
        registry.counter("sluice.test").increment(3);

        HttpResponse<String> response = send("GET", "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("sluice_test_total 3.0");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void anOfferOfHttp2InClearTextIsAnsweredByHttp1() throws Exception {
        HttpRequest offering = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .version(HttpClient.Version.HTTP_2)
                .build();

        HttpResponse<String> response = client.send(offering, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void metricsAreCollectedOffTheEventLoop() throws Exception {
        AtomicReference<String> thread = new AtomicReference<>("none");
        Gauge.builder("sluice.thread", () -> {
                    thread.set(Thread.currentThread().getName());
                    return 1;
                })
                .register(registry);

        send("GET", "/metrics");

        assertThat(thread.get()).startsWith("vert.x-worker-thread");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/metrics"})
    void headIsAnsweredLikeGetWithoutABody(String path) throws Exception {
        registry.counter("sluice.test");

        HttpResponse<String> response = send("HEAD", path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("content-length").orElse(0))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/", "/metrics/", "/health/live/x", "//metrics"})
    void anotherPathIsNotFound(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/echo, /health/live, /health/ready, /health/started, /metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void anotherMethodIsNotAllowed(String method) throws Exception {
        HttpResponse<String> response = send(method, "/metrics");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void anOperationGetsTheParametersOfTheAddressAndOfTheBody() throws Exception {
        HttpResponse<String> both = order("/echo?a=1", "{\"b\":\"30s\",\"c\":true}");

        assertThat(both.statusCode()).isEqualTo(200);
        assertThat(both.body()).isEqualTo("{\"a\":\"1\",\"b\":\"30s\",\"c\":\"true\"}");
        assertThat(order("/echo", "").body()).isEqualTo("{}");
        assertThat(send("GET", "/echo?a=1").body()).isEqualTo("{\"asked\":true}");
        assertThat(send("HEAD", "/echo").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/echo|[]|400|a JSON object",
                "/echo|{\"a\":|400|a JSON object",
                "/echo|{\"a\":{}}|400|the field a must be",
                "/echo|{\"a\":null}|400|the field a must be",
                "/echo?a=1|{\"a\":2}|400|a must be given once",
                "/echo?a=1&a=2|''|400|a must be given once",
                "/echo|{\"bad\":1}|400|bad is bad"
            })
    void anOrderThatCannotBeReadIsRefusedInWords(String path, String body, int status, String words) throws Exception {
        HttpResponse<String> response = order(path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"error\"", words);
    }

    @Test
    void anOrderThatIsTooLongIsRefused() throws Exception {
        assertThat(order("/echo", " ".repeat(5000)).statusCode()).isEqualTo(413);
    }

    @Test
    void anOrderOfAWebPageIsRefused() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/echo");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Origin", "http://127.0.0.1")
                .POST(noBody())
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("web pages may not give orders");
    }

    @Test
    void aMethodThatAnOperationLacksIsNotAllowed() throws Exception {
        HttpResponse<String> response = send("DELETE", "/echo");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD, POST");
    }

    @Test
    void aPortInUseFailsTheStart() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> await(server(server.port()).start()))
                .withRootCauseInstanceOf(BindException.class);
    }

    @Test
    void aStoppedServerIsNotReachable() {
        await(server.stop());

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> send("GET", "/health/live"));
    }

    @Test
    void thePortIsKnownOnlyAfterTheStart() {
        assertThat(server.port()).isPositive();
        assertThatIllegalStateException().isThrownBy(() -> server(0).port());
    }

    private ManagementServer server(int port) {
        ManagementServer made =
                new ManagementServer(vertx, new ManagementSettings("127.0.0.1", port), health, registry);
        made.on(HttpMethod.GET, "/echo", request -> OperatorAnswer.ok(new JsonObject().put("asked", true)));
        made.on(HttpMethod.POST, "/echo", ManagementServerTest::echo);
        return made;
    }

    private static OperatorAnswer echo(OperatorRequest request) {
        if (request.parameters().containsKey("bad")) {
            throw new IllegalArgumentException("bad is bad");
        }
        return OperatorAnswer.ok(new JsonObject(new TreeMap<>(request.parameters())));
    }

    private HttpResponse<String> order(String path, String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(HttpRequest.newBuilder(uri).method(method, noBody()).build(), BodyHandlers.ofString());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
