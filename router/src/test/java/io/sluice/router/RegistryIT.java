package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.router.discovery.TestNodes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router with a real registry, which the test fills in the gateways' place. */
class RegistryIT {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final TestRedis redis = TestRedis.exclusive();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final RedisSettings redisSettings = redis.settings();
    private final ServerCommands commands = new ServerCommands(vertx, redisSettings);
    private final NodeRegistry registry = new NodeRegistry(commands, redisSettings.keys());
    private Router router;

    @BeforeEach
    void start() throws TimeoutException {
        commands.start().await(30, TimeUnit.SECONDS);
        router = new Router(ConfigLoader.of(RouterSettings.class)
                .override("http_server.address", "127.0.0.1")
                .override("http_server.port", "0")
                .override("management.port", "0")
                .override("shutdown_spread", "0s")
                .override("redis.address", redis.uri())
                .load());
        router.stack().start().await(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws TimeoutException {
        router.stack().stop().await(30, TimeUnit.SECONDS);
        commands.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void withoutANodeItIsNotReadyAndWithOneItIs() throws Exception {
        assertThat(get(router.managementPort(), "/health/ready"))
                .startsWith("503")
                .contains("no backend is known");
        assertThat(get(router.managementPort(), "/health/live")).startsWith("200");
        register(node("a", 1, 0, false));
        awaitReady();
        assertThat(get(router.port(), "/")).isEqualTo("200 a");
    }

    @Test
    void theNodeWithFewerConnectionsGetsTheRequestAndADrainingOneNone() throws Exception {
        register(node("a", 1, 10, false));
        register(node("b", 1, 5, false));
        awaitKnown(2);
        assertThat(get(router.port(), "/")).isEqualTo("200 b");
        register(node("b", 2, 5, true));
        awaitAnswer("200 a");
        awaitMetric("sluice_router_backends{state=\"draining\"} 1.0");
    }

    @Test
    void aNodeThatLeavesIsForgotten() throws Exception {
        register(node("a", 1, 0, true));
        NodeRecord b = node("b", 1, 0, false);
        register(b);
        awaitKnown(2);
        registry.remove("a").await(30, TimeUnit.SECONDS);
        awaitKnown(1);
    }

    @Test
    void anOutageOfRedisChangesNothingForClientsAndIsSeenInTheMetrics() throws Exception {
        register(node("a", 1, 0, false));
        awaitReady();
        redis.killForcibly();
        awaitMetric("sluice_router_backends{state=\"stale\"} 1.0");
        assertThat(get(router.port(), "/")).isEqualTo("200 a");
        assertThat(get(router.managementPort(), "/health/ready")).startsWith("200");
        redis.restart();
        awaitMetric("sluice_router_backends{state=\"stale\"} 0.0");
        // The restarted Redis is empty, and the node, had it been a real one, about to register again.
        assertThat(get(router.port(), "/")).isEqualTo("200 a");
        awaitMetric("sluice_router_discovery_age_seconds{source=\"redis\"} 0.");
    }

    /** A gateway's record, and a server in its place that answers with its id. */
    private NodeRecord node(String id, long sequence, int connections, boolean draining) throws TimeoutException {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(id));
        server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        return TestNodes.record(id, "127.0.0.1", server.actualPort(), sequence, connections, draining);
    }

    private void register(NodeRecord record) throws TimeoutException {
        registry.put(record, LIFETIME).await(30, TimeUnit.SECONDS);
    }

    private void awaitReady() {
        await().untilAsserted(() ->
                assertThat(get(router.managementPort(), "/health/ready")).startsWith("200"));
    }

    private void awaitKnown(int count) {
        awaitMetric("sluice_router_backends{state=\"known\"} " + count + ".0");
    }

    private void awaitMetric(String line) {
        await().untilAsserted(() ->
                assertThat(get(router.managementPort(), "/metrics")).contains(line));
    }

    private void awaitAnswer(String answer) {
        await().untilAsserted(() -> assertThat(get(router.port(), "/")).isEqualTo(answer));
    }

    private String get(int port, String path) throws TimeoutException {
        return http.request(HttpMethod.GET, port, "127.0.0.1", path)
                // composed inside, on the event loop: outside, the body might have passed before anybody asks for it
                .compose(request -> request.send().compose(RegistryIT::text))
                .await(30, TimeUnit.SECONDS);
    }

    private static Future<String> text(HttpClientResponse response) {
        return response.body().map((Buffer body) -> response.statusCode() + " " + body);
    }
}
