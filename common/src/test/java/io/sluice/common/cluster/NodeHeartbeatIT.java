package io.sluice.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.ServerCommands;
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
    private final ServerCommands commands = new ServerCommands(vertx, redis.settings());
    private final NodeRegistry registry = new NodeRegistry(commands, RedisKeys.of("test"));
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
    void startedNodeIsListedAtOnce() {
        Outcomes.of(heartbeat.start());

        assertThat(listed()).extracting(NodeRecord::id).containsExactly("node-1");
    }

    @Test
    void sequenceRisesWithEachHeartbeat() {
        Outcomes.of(heartbeat.start());

        await().untilAsserted(
                        () -> assertThat(listed()).singleElement().satisfies(record -> assertThat(record.sequence())
                                .isGreaterThanOrEqualTo(3)));
    }

    @Test
    void stoppedNodeIsRemovedAtOnceAndStaysSo() {
        Outcomes.of(heartbeat.start());

        Outcomes.of(heartbeat.stop());

        await().during(Duration.ofMillis(1500)).until(() -> listed().isEmpty());
    }

    @Test
    void nodeIsListedAgainAsSoonAsRedisIsBackWithoutWaitingForTheNextHeartbeat() {
        NodeHeartbeat slow =
                new NodeHeartbeat(vertx, registry, sequence -> SampleRecord.of("slow", sequence), Duration.ofHours(1));
        Outcomes.of(slow.start());
        redis.killForcibly();
        await().until(() -> !commands.connected());

        redis.restart();

        await().until(commands::connected);
        await().untilAsserted(() -> assertThat(listed()).containsExactly(SampleRecord.of("slow", 2)));
        Outcomes.of(slow.stop());
    }

    @Test
    void nodeThatStartsWithoutRedisIsListedOnceItIsThere() {
        redis.killForcibly();
        await().until(() -> !commands.connected());
        Outcomes.of(heartbeat.start());

        redis.restart();

        await().until(commands::connected);
        await().untilAsserted(() -> assertThat(listed()).hasSize(1));
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

        await().untilAsserted(() -> assertThat(listed()).hasSize(1));
        Outcomes.of(moody.stop());
    }

    @Test
    void stopWithoutRedisSucceeds() {
        Outcomes.of(heartbeat.start());
        redis.killForcibly();
        await().until(() -> !commands.connected());

        assertThat(Outcomes.of(heartbeat.stop())).isNull();
    }

    private List<NodeRecord> listed() {
        return Outcomes.of(registry.list());
    }
}
