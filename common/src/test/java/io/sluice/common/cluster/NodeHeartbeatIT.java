package io.sluice.common.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.TestRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeHeartbeatIT {

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final RedisCommands commands = new RedisCommands(vertx, redis.settings());
    private final NodeRegistry registry = new NodeRegistry(commands, "test");
    private final NodeHeartbeat heartbeat =
            new NodeHeartbeat(vertx, registry, sequence -> SampleRecord.of("node-1", sequence));

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(heartbeat.stop());
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void startedNodeIsListedAtOnceAndItsSequenceRises() {
        Outcomes.of(heartbeat.start());

        assertThat(listed()).containsExactly(SampleRecord.of("node-1", 1));
        await().atMost(3, SECONDS).untilAsserted(() -> assertThat(listed())
                .singleElement()
                .extracting(NodeRecord::sequence)
                .isEqualTo(3L));
    }

    @Test
    void stoppedNodeIsRemovedAtOnceAndStaysSo() {
        Outcomes.of(heartbeat.start());

        Outcomes.of(heartbeat.stop());

        await().during(Duration.ofMillis(1500)).atMost(3, SECONDS).until(() -> listed().isEmpty());
    }

    @Test
    void nodeIsListedAgainAsSoonAsRedisIsBack() {
        Outcomes.of(heartbeat.start());
        redis.killForcibly();
        await().atMost(2, SECONDS).until(() -> !commands.connected());

        redis.restart();

        await().atMost(3, SECONDS).until(commands::connected);
        // Sooner than the next regular heartbeat would do it on average.
        await().atMost(300, MILLISECONDS).pollInterval(10, MILLISECONDS).untilAsserted(() -> assertThat(listed())
                .hasSize(1));
    }

    @Test
    void nodeThatStartsWithoutRedisIsListedOnceItIsThere() {
        redis.killForcibly();
        await().atMost(2, SECONDS).until(() -> !commands.connected());
        Outcomes.of(heartbeat.start());

        redis.restart();

        await().atMost(3, SECONDS).until(commands::connected);
        await().atMost(1, SECONDS).untilAsserted(() -> assertThat(listed()).hasSize(1));
    }

    @Test
    void recordThatCannotBeMadeIsTriedAgain() {
        NodeHeartbeat moody = new NodeHeartbeat(vertx, registry, sequence -> {
            if (sequence == 1) {
                throw new IllegalStateException("not yet");
            }
            return SampleRecord.of("moody", sequence);
        });

        Outcomes.of(moody.start());

        await().atMost(3, SECONDS).untilAsserted(() -> assertThat(listed()).hasSize(1));
        Outcomes.of(moody.stop());
    }

    @Test
    void stopWithoutRedisSucceeds() {
        Outcomes.of(heartbeat.start());
        redis.killForcibly();
        await().atMost(2, SECONDS).until(() -> !commands.connected());

        assertThat(Outcomes.of(heartbeat.stop())).isNull();
    }

    private List<NodeRecord> listed() {
        return Outcomes.of(registry.list());
    }
}
