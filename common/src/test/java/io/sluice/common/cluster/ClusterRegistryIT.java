package io.sluice.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry in a Redis Cluster. */
class ClusterRegistryIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final RedisSettings settings = LocalRedisCluster.shared().settings();
    private final RedisCommands commands = RedisCommands.of(vertx, settings);
    private final NodeRegistry registry = new NodeRegistry(commands, settings.keys());

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void allNodesAreListed() {
        IntStream.range(0, 600)
                .mapToObj(i -> registry.put(SampleRecord.of("node-" + i), LONG))
                .toList()
                .forEach(Outcomes::of);

        assertThat(Outcomes.of(registry.list())).hasSize(600);
    }

    @Test
    void nodeThatStopsWritingOrIsRemovedIsNotListed() {
        Outcomes.of(registry.put(SampleRecord.of("dead"), Duration.ofMillis(200)));
        Outcomes.of(registry.put(SampleRecord.of("gone"), LONG));
        Outcomes.of(registry.put(SampleRecord.of("alive"), LONG));

        Outcomes.of(registry.remove("gone"));

        await().untilAsserted(() -> assertThat(Outcomes.of(registry.list())).containsExactly(SampleRecord.of("alive")));
    }
}
