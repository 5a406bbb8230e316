package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.sluice.common.config.ConfigLoader;
import io.sluice.router.discovery.dns.FakeDns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router as a whole, with backends that are found and checked. */
class RouterDiscoveryTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private int backend;
    private @Nullable Router router;

    @BeforeEach
    void serve() throws TimeoutException {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("plain"));
        backend = server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS).actualPort();
    }

    @AfterEach
    void stop() throws TimeoutException {
        if (router != null) {
            router.stack().stop().await(30, TimeUnit.SECONDS);
        }
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void aBackendOfTheListThatCannotBeReachedIsPassedOver() throws Exception {
        Router started = start(Map.of(
                "backends", "127.0.0.1:" + backend + ",127.0.0.1:" + closedPort(), "health_check.interval", "1s"));
        assertThat(get(started.managementPort(), "/health/ready")).startsWith("200");
        awaitMetrics(started, "sluice_router_backends{state=\"ejected\"} 1.0");
        assertThat(get(started.managementPort(), "/metrics"))
                .contains(
                        "sluice_router_health_checks_total{result=\"failed\"} ",
                        "sluice_router_discovery_age_seconds{source=\"backends\"} 0.0");
        for (int i = 0; i < 4; i++) {
            assertThat(get(started.port(), "/")).isEqualTo("200 plain");
        }
    }

    @Test
    void whenDnsForgetsTheNameItsBackendsStayInUseAndAreStale() throws Exception {
        try (FakeDns dns = new FakeDns()) {
            dns.records.put("A gateways.test.", List.of("127.0.0.1"));
            Router started = start(Map.of(
                    "dns.name",
                    "gateways.test",
                    "dns.port",
                    String.valueOf(backend),
                    "dns.server",
                    dns.address(),
                    "dns.interval",
                    "100ms"));
            assertThat(get(started.port(), "/")).isEqualTo("200 plain");
            dns.records.clear();
            dns.errors.put("A", DnsResponseCode.NXDOMAIN);
            awaitMetrics(started, "sluice_router_backends{state=\"stale\"} 1.0");
            assertThat(get(started.managementPort(), "/health/ready")).startsWith("200");
            assertThat(get(started.port(), "/")).isEqualTo("200 plain");
        }
    }

    private Router start(Map<String, String> settings) throws TimeoutException {
        ConfigLoader<RouterSettings> loader = ConfigLoader.of(RouterSettings.class)
                .override("http_server.address", "127.0.0.1")
                .override("http_server.port", "0")
                .override("management.port", "0")
                .override("shutdown_spread", "0s");
        settings.forEach(loader::override);
        Router started = new Router(loader.load());
        router = started;
        started.stack().start().await(30, TimeUnit.SECONDS);
        return started;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    private void awaitMetrics(Router started, String line) {
        await().untilAsserted(() ->
                assertThat(get(started.managementPort(), "/metrics")).contains(line));
    }

    private String get(int port, String path) throws TimeoutException {
        return http.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().compose(RouterDiscoveryTest::text))
                .await(30, TimeUnit.SECONDS);
    }

    private static Future<String> text(HttpClientResponse response) {
        return response.body().map((Buffer body) -> response.statusCode() + " " + body);
    }
}
