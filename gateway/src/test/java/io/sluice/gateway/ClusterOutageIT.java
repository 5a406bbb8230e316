package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawRedis;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes come and go, and so does Redis; clients that stay notice as little as can be. */
@ExtendWith(LeakWatch.class)
class ClusterOutageIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final Duration OUTAGE = Duration.ofSeconds(3);

    /** Far more than the time-outs below, and far less than a connection needs to find out by itself. */
    private static final Duration ERROR_WITHIN = Duration.ofSeconds(20);

    private final TestRedis redis = TestRedis.exclusive();
    private GatewayFixture left;
    private GatewayFixture right;

    @BeforeEach
    void start() {
        left = node();
        right = node();
    }

    @AfterEach
    void stop() {
        left.close();
        right.close();
        redis.close();
    }

    @Test
    void clientsOutliveAnOutageAndTheFlowResumes() {
        try (ProtocolClient onLeft = ProtocolClient.connect(left.port()).subscribe("news");
                ProtocolClient onRight = ProtocolClient.connect(right.port()).subscribe("news")) {
            Metrics health = new Metrics(left.managementPort());
            assertThat(health.isReady()).isTrue();

            redis.killForcibly();
            await().during(OUTAGE)
                    .atMost(OUTAGE.plus(PATIENCE))
                    .until(() -> failsInTime(onLeft, "publish", "news")
                            && failsInTime(onLeft, "subscribe", "later")
                            && onLeft.isOpen()
                            && onRight.isOpen());
            assertThat(health.isReady())
                    .as("an outage that all nodes share sends no client away")
                    .isTrue();
            assertThat(new ServerApiClient(right.port())
                            .call("publish", "{\"channel\":\"news\",\"data\":1}")
                            .json())
                    .isEqualTo(new JsonObject("{\"error\":{\"code\":100,\"message\":\"internal server error\"}}"));

            redis.restart();
            await().atMost(PATIENCE)
                    .until(() -> onLeft.publish("news", "again").containsKey("publish")
                            && onRight.received("news").contains("again")
                            && onLeft.received("news").contains("again"));
            onLeft.subscribe("later");
            await().atMost(PATIENCE)
                    .until(() -> onRight.publish("later", "at last").containsKey("publish"));
            await().atMost(PATIENCE).until(() -> onLeft.received("later").equals(List.of("at last")));
        }
    }

    @Test
    void nodesAreListedAgainSoonAfterAnOutage() {
        redis.killForcibly();
        await().atMost(PATIENCE)
                .until(() -> call(left, "info")
                                .getJsonObject("error", new JsonObject())
                                .getInteger("code", 0)
                        == 100);
        redis.restart();

        await().atMost(PATIENCE).until(() -> nodesKnownTo(left) == 2 && nodesKnownTo(right) == 2);
        await().atMost(PATIENCE).until(() -> call(left, "channels").containsKey("result"));
    }

    @Test
    void nodeThatStartsWithoutRedisIsReadyWhenRedisIsThere() {
        redis.killForcibly();
        try (GatewayFixture early = node();
                ProtocolClient client = ProtocolClient.connect(early.port())) {
            Metrics metrics = new Metrics(early.managementPort());
            assertThat(metrics.isReady()).isFalse();

            redis.restart();

            await().atMost(PATIENCE).until(metrics::isReady);
            client.subscribe("early");
            await().atMost(PATIENCE).until(() -> new ServerApiClient(left.port())
                    .call("publish", "{\"channel\":\"early\",\"data\":1}")
                    .json()
                    .containsKey("result"));
            await().atMost(PATIENCE).until(() -> client.received("early").equals(List.of(1)));
            await().atMost(PATIENCE).until(() -> nodesKnownTo(left) == 3);
        }
    }

    @Test
    void nodeThatStopsSaysGoodByeAndLeavesNothingBehind() {
        String id = nodeId(right);
        try (RawRedis anybody = new RawRedis(redis.uri());
                ProtocolClient onLeft = ProtocolClient.connect(left.port()).subscribe("news");
                ProtocolClient onRight = ProtocolClient.connect(right.port()).subscribe("news")) {
            assertThat(anybody.exists("sluice.nodes." + id)).isEqualTo(1);
            int port = right.port();

            Future<Void> stopped = right.stop();

            assertThat(onRight.awaitClose().closeCode()).isEqualTo(3001);
            assertThat(onRight.awaitClose().closeReason()).isEqualTo("shutdown");
            Outcomes.of(stopped);
            assertThat(anybody.exists("sluice.nodes." + id)).isZero();
            assertThat(anybody.setSize("sluice.nodes")).isEqualTo(1);
            assertThat(nodesKnownTo(left)).isEqualTo(1);
            assertThat(anybody.publish("sluice.client.news", "1"))
                    .as("nodes that hear it")
                    .isEqualTo(1);
            assertThatThrownBy(() -> RawWebSocket.connect(port)).isInstanceOf(UncheckedIOException.class);
            assertThat(onLeft.isOpen()).isTrue();
        }
    }

    @Test
    void stopWithoutRedisIsAsOrderly() {
        try (ProtocolClient onRight = ProtocolClient.connect(right.port()).subscribe("news")) {
            redis.killForcibly();

            Outcomes.of(right.stop());

            assertThat(onRight.awaitClose().closeCode()).isEqualTo(3001);
        }
    }

    private GatewayFixture node() {
        return GatewayFixture.start(
                "engine.type=redis",
                "engine.redis.address=" + redis.uri(),
                "engine.redis.connect_timeout=1s",
                "engine.redis.command_timeout=1500ms");
    }

    /** Whether a command is answered with the temporary error 100, and in time. */
    private static boolean failsInTime(ProtocolClient client, String method, String channel) {
        long start = System.nanoTime();
        JsonObject reply =
                client.call(method, new JsonObject().put("channel", channel).put("data", 1));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ERROR_WITHIN);
        assertThat(reply.getJsonObject("error"))
                .as("%s", reply)
                .isEqualTo(new JsonObject("{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}"));
        return true;
    }

    private static String nodeId(GatewayFixture node) {
        return call(node, "info").getJsonObject("result").getJsonArray("nodes").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").endsWith(":" + node.port()))
                .map(each -> each.getString("uid"))
                .findFirst()
                .orElseThrow();
    }

    private static int nodesKnownTo(GatewayFixture node) {
        JsonObject result = call(node, "info").getJsonObject("result");
        return result == null ? -1 : result.getJsonArray("nodes").size();
    }

    private static JsonObject call(GatewayFixture node, String method) {
        return new ServerApiClient(node.port()).call(method, "{}").json();
    }
}
