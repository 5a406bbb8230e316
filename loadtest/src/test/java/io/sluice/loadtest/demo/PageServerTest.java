package io.sluice.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.feed.RandomWalk;
import io.sluice.loadtest.feed.Symbols;
import io.sluice.loadtest.measure.FakeTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeTime time = new FakeTime();
    private Future<Optional<DemoState>> state = Future.succeededFuture(Optional.empty());
    private final PageServer server = new PageServer(vertx, "127.0.0.1", 0, () -> state, time);

    @BeforeEach
    void start() {
        server.start().await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void thePageIsOneFileThatLoadsNothing() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(page.body())
                .contains("prices are simulated")
                .doesNotContain("src=\"http", "href=\"http", "@import", "url(http");
    }

    @Test
    void untilTheClusterRunsThePageIsToldToWait() throws Exception {
        assertThat(get("/demo.json").body()).isEqualTo("{\"ready\":false}");
    }

    @Test
    void whatCannotBeAskedForAtTheMomentIsNotReady() throws Exception {
        state = Future.failedFuture("router is gone");

        assertThat(get("/demo.json").body()).isEqualTo("{\"ready\":false}");
    }

    @Test
    void thenItIsToldPortsNodesAndSymbols() throws Exception {
        RandomWalk walk = new RandomWalk(Symbols.invent(2, 1), 1);
        state = Future.succeededFuture(Optional.of(new DemoState(
                8080, List.of(new DemoState.Node("gateway-1", "id-1", 8001)), DemoState.symbols(walk), "ticker.")));
        time.sleepUntil(5_000_000_000L);

        JsonNode told = Json.read(get("/demo.json").body());

        assertThat(told.path("ready").asBoolean()).isTrue();
        assertThat(told.path("time").asLong()).isEqualTo(5000);
        assertThat(told.path("router").asInt()).isEqualTo(8080);
        assertThat(told.path("nodes")).hasToString("[{\"name\":\"gateway-1\",\"id\":\"id-1\",\"port\":8001}]");
        assertThat(told.path("symbols")).hasSize(2);
        assertThat(told.path("symbols").get(0).path("name").asText()).isEqualTo("Acme Industries");
        assertThat(told.path("symbols").get(0).path("open").asDouble()).isEqualTo(walk.openCents(0) / 100.0);
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(get("/other").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(uri("/"))
                                .POST(BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aTakenPortIsToldWithTheOptionThatHelps() {
        PageServer second = new PageServer(vertx, "127.0.0.1", server.port(), () -> state, time);

        assertThatThrownBy(() -> second.start().await()).hasMessageContaining("choose another port with --port");
    }
}
