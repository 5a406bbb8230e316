package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.config.ConfigLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router as a whole, with a static list of backends. */
class RouterTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final WebSocketClient webSockets = vertx.createWebSocketClient();
    private String backend = "";
    private Router router;

    @BeforeEach
    void start() throws TimeoutException {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .requestHandler(request -> request.response().end("plain"));
        server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        backend = "127.0.0.1:" + server.actualPort();
        router = new Router(ConfigLoader.of(RouterSettings.class)
                .override("http_server.address", "127.0.0.1")
                .override("http_server.port", "0")
                .override("management.port", "0")
                .override("shutdown_spread", "100ms")
                .override("backends", backend)
                .load());
        router.stack().start().await(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws TimeoutException {
        router.stack().stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void webSocketsAndPlainRequestsReachTheBackend() throws Exception {
        CountDownLatch echoed = new CountDownLatch(1);
        WebSocket socket = connect();
        socket.textMessageHandler(text -> echoed.countDown());
        socket.writeTextMessage("hello").await(30, TimeUnit.SECONDS);
        assertThat(echoed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(get(router.port(), "/api/info")).isEqualTo("200 plain");
    }

    @Test
    void itIsStartedLiveAndReady() throws Exception {
        assertThat(get(router.managementPort(), "/health/started")).startsWith("200");
        assertThat(get(router.managementPort(), "/health/live")).startsWith("200");
        assertThat(get(router.managementPort(), "/health/ready")).startsWith("200");
    }

    @Test
    void theMetricsTellWhatItDid() throws Exception {
        WebSocket socket = connect();
        socket.writeTextMessage("hello").await(30, TimeUnit.SECONDS);
        get(router.port(), "/");
        await().untilAsserted(() -> assertThat(get(router.managementPort(), "/metrics"))
                .contains(
                        "sluice_router_connections{backend=\"" + backend + "\",kind=\"websocket\"} 1.0",
                        "sluice_router_connections{backend=\"" + backend + "\",kind=\"http\"} 0.0",
                        "sluice_router_backend_load{backend=\"" + backend + "\"} 1.0",
                        "sluice_router_placements_total{backend=\"" + backend + "\"} 2.0",
                        "sluice_router_backend_failures_total{backend=\"" + backend + "\"} 0.0",
                        "sluice_router_ejections_total{backend=\"" + backend + "\"} 0.0",
                        "sluice_router_retries_total 0.0",
                        "sluice_router_failures_total{reason=\"no_backend\"} 0.0",
                        "sluice_router_relayed_bytes_total{direction=\"to_backends\"} 11.0",
                        "sluice_router_relayed_bytes_total{direction=\"to_clients\"} 7.0",
                        "sluice_router_backends{state=\"known\"} 1.0",
                        "sluice_router_backends{state=\"draining\"} 0.0",
                        "sluice_router_backends{state=\"ejected\"} 0.0",
                        "sluice_router_backends{state=\"stale\"} 0.0",
                        "jvm_memory_used_bytes"));
    }

    @Test
    void aStopClosesTheClientsConnections() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        connect().closeHandler(gone -> closed.countDown());
        router.stack().stop().await(30, TimeUnit.SECONDS);
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private WebSocket connect() throws TimeoutException {
        return webSockets
                .connect(router.port(), "127.0.0.1", "/connection/websocket")
                .await(30, TimeUnit.SECONDS);
    }

    private String get(int port, String path) throws TimeoutException {
        return http.request(HttpMethod.GET, port, "127.0.0.1", path)
                // composed inside, on the event loop: outside, the body might have passed before anybody asks for it
                .compose(request -> request.send().compose(RouterTest::text))
                .await(30, TimeUnit.SECONDS);
    }

    private static Future<String> text(HttpClientResponse response) {
        return response.body().map((Buffer body) -> response.statusCode() + " " + body);
    }
}
