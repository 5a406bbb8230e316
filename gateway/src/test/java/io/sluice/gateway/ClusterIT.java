package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawRedis;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes that share a Redis are one gateway to their clients and back ends. */
@ExtendWith(LeakWatch.class)
class ClusterIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;

    private static TestRedis redis;
    private static GatewayFixture left;
    private static GatewayFixture right;

    private final String channel = "cluster-" + UUID.randomUUID();
    private ProtocolClient onLeft;
    private ProtocolClient onRight;

    @BeforeAll
    static void start() {
        redis = TestRedis.exclusive();
        left = node("node.name=left");
        right = node("node.name=right");
    }

    @AfterAll
    static void stop() {
        left.close();
        right.close();
        redis.close();
    }

    @BeforeEach
    void connect() {
        onLeft = ProtocolClient.connect(left.port());
        onRight = ProtocolClient.connect(right.port());
    }

    @AfterEach
    void disconnect() {
        onLeft.close();
        onRight.close();
    }

    @Test
    void clientsOfAllNodesReceiveWhatAClientPublishes() {
        onLeft.subscribe(channel);
        onRight.subscribe(channel);

        assertThat(onLeft.publish(channel, "hello").containsKey("publish")).isTrue();

        awaitBoth(List.of("hello"));
        JsonObject info = onRight.pushes(channel).get(0).getJsonObject("info");
        assertThat(info.getString("user")).isEmpty();
        assertThat(info).isEqualTo(onLeft.pushes(channel).get(0).getJsonObject("info"));
    }

    @Test
    void clientsOfAllNodesReceiveWhatABackEndPublishes() {
        onLeft.subscribe(channel);
        onRight.subscribe(channel);

        new ServerApiClient(right.port()).publish(channel, 7);

        awaitBoth(List.of(7));
        assertThat(onLeft.pushes(channel).get(0).containsKey("info")).isFalse();
    }

    @Test
    void clientsOfAllNodesReceiveWhatAnybodyPublishesIntoRedis() {
        onLeft.subscribe(channel);
        onRight.subscribe(channel);

        try (RawRedis anybody = new RawRedis(redis.uri())) {
            assertThat(anybody.publish("sluice.client." + channel, "{\n  \"price\": 1.50\n}\n"))
                    .as("nodes that heard it")
                    .isEqualTo(2);
        }

        awaitBoth(List.of(new JsonObject().put("price", 1.5)));
    }

    @Test
    void publicationsOfOneClientArriveInOrderEverywhere() {
        onLeft.subscribe(channel);
        onRight.subscribe(channel);
        int count = 1000;

        List<CompletableFuture<JsonObject>> published = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            published.add(onLeft.begin(
                    "publish", new JsonObject().put("channel", channel).put("data", i)));
        }
        published.forEach(CompletableFuture::join);

        awaitBoth(IntStream.range(0, count).<Object>mapToObj(i -> i).toList());
    }

    @Test
    void publicationsOfOneBatchArriveInOrderEverywhere() {
        onLeft.subscribe(channel);
        onRight.subscribe(channel);
        int count = 1000;
        JsonArray commands = new JsonArray();
        for (int i = 0; i < count; i++) {
            commands.add(new JsonObject()
                    .put("publish", new JsonObject().put("channel", channel).put("data", i)));
        }

        new ServerApiClient(left.port())
                .call("batch", new JsonObject().put("commands", commands).encode());

        awaitBoth(IntStream.range(0, count).<Object>mapToObj(i -> i).toList());
    }

    @Test
    void publicationRightAfterTheSubscribeReplyIsReceived() {
        for (int i = 0; i < 50; i++) {
            String fresh = channel + i;
            onRight.subscribe(fresh);

            onLeft.publish(fresh, i);

            await().atMost(PATIENCE).until(() -> !onRight.received(fresh).isEmpty());
            assertThat(onRight.received(fresh)).containsExactly(i);
        }
    }

    @Test
    void channelWithoutSubscribersIsGivenUpInRedis() {
        onLeft.subscribe(channel);
        try (RawRedis anybody = new RawRedis(redis.uri())) {
            assertThat(anybody.publish("sluice.client." + channel, "1")).isEqualTo(1);

            onLeft.call("unsubscribe", new JsonObject().put("channel", channel));

            await().atMost(PATIENCE).until(() -> anybody.publish("sluice.client." + channel, "2") == 0);
        }
        onLeft.subscribe(channel);
        onRight.publish(channel, 3);
        await().atMost(PATIENCE).until(() -> onLeft.received(channel).contains(3));
    }

    @Test
    void channelsOfAllNodesAreCounted() {
        onLeft.subscribe(channel).subscribe(channel + ".left");
        onRight.subscribe(channel);

        for (GatewayFixture asked : List.of(left, right)) {
            String body = new JsonObject().put("pattern", channel + "*").encode();
            // A node that stands still for seconds is taken for dead until its next heartbeat.
            await().untilAsserted(() -> assertThat(new ServerApiClient(asked.port())
                            .call("channels", body)
                            .json())
                    .isEqualTo(new JsonObject("{\"result\":{\"channels\":{\"" + channel + "\":{\"num_clients\":2},\""
                            + channel + ".left\":{\"num_clients\":1}}}}")));
        }
    }

    @Test
    void infoListsAllNodes() {
        for (GatewayFixture asked : List.of(left, right)) {
            await().untilAsserted(() -> {
                JsonArray nodes = new ServerApiClient(asked.port())
                        .call("info", "{}")
                        .json()
                        .getJsonObject("result")
                        .getJsonArray("nodes");

                assertThat(nodes.stream().map(node -> ((JsonObject) node).getString("name")))
                        .containsExactlyInAnyOrder("left", "right");
                assertThat(nodes.stream().map(node -> ((JsonObject) node).getString("uid")))
                        .doesNotHaveDuplicates();
            });
        }
    }

    private static GatewayFixture node(String name) {
        return GatewayFixture.start("engine.type=redis", "engine.redis.address=" + redis.uri(), name);
    }

    private void awaitBoth(List<Object> data) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(onLeft.received(channel)).isEqualTo(data);
            assertThat(onRight.received(channel)).isEqualTo(data);
        });
    }
}
