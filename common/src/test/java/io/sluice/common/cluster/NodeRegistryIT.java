package io.sluice.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedis;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommandException;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.RedisUnavailableException;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeRegistryIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** Less than half of that, and yet more than a machine stands still. */
    private static final Duration BRIEF = Duration.ofSeconds(20);

    private final String prefix = "test." + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final ServerCommands commands =
            new ServerCommands(vertx, TestRedis.shared().settings());
    private final NodeRegistry registry = new NodeRegistry(commands, RedisKeys.of(prefix));

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
    void emptyRegistryListsNobody() {
        assertThat(Outcomes.of(registry.list())).isEmpty();
    }

    @Test
    void listedRecordsAreTheLastOnesWritten() {
        Outcomes.of(registry.put(SampleRecord.of("a", 1), LONG));
        Outcomes.of(registry.put(SampleRecord.of("b", 1), LONG));
        Outcomes.of(registry.put(SampleRecord.of("a", 2), LONG));

        assertThat(Outcomes.of(registry.list()))
                .containsExactlyInAnyOrder(SampleRecord.of("a", 2), SampleRecord.of("b", 1));
    }

    @Test
    void otherPrefixesAreOtherRegistries() {
        Outcomes.of(registry.put(SampleRecord.of("a"), LONG));

        assertThat(Outcomes.of(new NodeRegistry(commands, RedisKeys.of(prefix + "2")).list()))
                .isEmpty();
    }

    @Test
    void moreNodesThanOneFetchHoldsAreListed() {
        IntStream.range(0, 1100)
                .mapToObj(i -> registry.put(SampleRecord.of("node-" + i), LONG))
                .toList()
                .forEach(Outcomes::of);

        assertThat(Outcomes.of(registry.list())).hasSize(1100);
    }

    @Test
    void removedNodeIsNotListed() {
        Outcomes.of(registry.put(SampleRecord.of("a"), LONG));
        Outcomes.of(registry.put(SampleRecord.of("b"), LONG));

        Outcomes.of(registry.remove("a"));

        assertThat(Outcomes.of(registry.list())).containsExactly(SampleRecord.of("b"));
        assertThat(ids()).containsExactly("b");
    }

    @Test
    void nodeThatStopsWritingExpiresAndItsIdIsCleanedUp() {
        Outcomes.of(registry.put(SampleRecord.of("dead"), Duration.ofMillis(200)));
        Outcomes.of(registry.put(SampleRecord.of("alive"), LONG));

        await().untilAsserted(() -> assertThat(Outcomes.of(registry.list())).containsExactly(SampleRecord.of("alive")));
        await().untilAsserted(() -> assertThat(ids()).containsExactly("alive"));
    }

    @Test
    void aNodeIsListedAsItWasWhileRedisHasNoRoomForWhatItSays() {
        try (LocalRedis full = LocalRedis.start()) {
            ServerCommands toFull = new ServerCommands(vertx, new RedisSettings(full.uri(), prefix, BRIEF, BRIEF));
            Outcomes.of(toFull.start());
            NodeRegistry registryInFull = new NodeRegistry(toFull, RedisKeys.of(prefix));
            Outcomes.of(registryInFull.put(SampleRecord.of("a", 1), BRIEF));
            Outcomes.of(toFull.send(
                    Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg(1)));

            Throwable failure = Outcomes.failureOf(registryInFull.put(SampleRecord.of("a", 2), LONG));

            assertThat(failure)
                    .isInstanceOfSatisfying(RedisCommandException.class, refusal -> assertThat(refusal.isOutOfMemory())
                            .isTrue());
            long lives = Outcomes.of(toFull.send(Request.cmd(Command.PTTL).arg(prefix + ".nodes.a")))
                    .toLong();
            assertThat(lives).isGreaterThan(LONG.toMillis() / 2);
            assertThat(Outcomes.of(registryInFull.list())).containsExactly(SampleRecord.of("a", 1));
            Outcomes.of(toFull.stop());
        }
    }

    @Test
    void malformedAndMisplacedRecordsAreLeftOut() {
        Outcomes.of(registry.put(SampleRecord.of("good"), LONG));
        Outcomes.of(registry.put(SampleRecord.of("moved"), LONG));
        Outcomes.of(commands.send(
                Request.cmd(Command.RENAME).arg(prefix + ".nodes.moved").arg(prefix + ".nodes.elsewhere")));
        Outcomes.of(commands.send(
                Request.cmd(Command.SET).arg(prefix + ".nodes.bad").arg("{\"id\":7")));
        Outcomes.of(commands.send(
                Request.cmd(Command.SADD).arg(prefix + ".nodes").arg("bad").arg("elsewhere")));

        assertThat(Outcomes.of(registry.list())).containsExactly(SampleRecord.of("good"));
    }

    @Test
    void withoutRedisEverythingFailsAsUnavailable() {
        Outcomes.of(commands.stop());

        assertThat(Outcomes.failureOf(registry.list())).isInstanceOf(RedisUnavailableException.class);
        assertThat(Outcomes.failureOf(registry.put(SampleRecord.of("a"), LONG)))
                .isInstanceOf(RedisUnavailableException.class);
        assertThat(Outcomes.failureOf(registry.remove("a"))).isInstanceOf(RedisUnavailableException.class);
    }

    private List<String> ids() {
        return Outcomes.of(commands.send(Request.cmd(Command.SMEMBERS).arg(prefix + ".nodes"))).stream()
                .map(Object::toString)
                .toList();
    }
}
