package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands to a cluster whose masters stay what they are. */
class ClusterCommandsIT {

    private static final int KEYS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final LocalRedisCluster cluster = LocalRedisCluster.shared();
    private final AtomicInteger connected = new AtomicInteger();
    private final String prefix = "test-" + UUID.randomUUID();
    private final RedisCommands commands = RedisCommands.of(
            vertx, cluster.settings().withCluster(cluster.addresses().subList(1, 2)));

    @BeforeEach
    void connect() {
        commands.onConnected(connected::incrementAndGet);
        Outcomes.of(commands.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void oneSeedLeadsToAllMasters() {
        assertThat(commands.connected()).isTrue();
        assertThat(commands.connections()).isEqualTo(3);
        assertThat(commands.connectedConnections()).isEqualTo(3);
        assertThat(connected).hasValue(3);
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void everyKeyIsFoundWhereItWasPut() {
        List<Future<?>> sets = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            sets.add(commands.send(key(i), Request.cmd(Command.SET).arg(key(i)).arg(i)));
        }
        sets.forEach(Outcomes::of);

        for (int i = 0; i < KEYS; i++) {
            assertThat(Outcomes.of(
                            commands.send(key(i), Request.cmd(Command.GET).arg(key(i)))))
                    .hasToString(Integer.toString(i));
        }
        assertThat(cluster.masters()).allSatisfy(master -> assertThat(Integer.parseInt(master.done("DBSIZE")))
                .isGreaterThan(KEYS / 10));
    }

    @Test
    void commandsOfOneKeyKeepTheirOrder() {
        List<String> pushed = IntStream.range(0, 2000).mapToObj(String::valueOf).toList();
        RedisScript push = new RedisScript(commands, "return redis.call('RPUSH', KEYS[1], ARGV[1])");
        pushed.stream()
                .map(each -> push.run(List.of(key(0)), List.of(Buffer.buffer(each))))
                .toList()
                .forEach(Outcomes::of);

        assertThat(Outcomes.of(commands.send(
                                key(0),
                                Request.cmd(Command.LRANGE).arg(key(0)).arg(0).arg(-1)))
                        .stream()
                        .map(Object::toString))
                .isEqualTo(pushed);
    }

    @Test
    void aScriptRunsOnEachMaster() {
        RedisScript set = new RedisScript(commands, "return redis.call('SET', KEYS[1], ARGV[1])");
        for (int i = 0; i < 30; i++) {
            assertThat(Outcomes.of(set.run(List.of(key(i)), List.of(Buffer.buffer("x")))))
                    .hasToString("OK");
        }
    }

    @Test
    void aCommandThatIsSentTheWrongWayArrivesAllTheSame() {
        for (int i = 0; i < 30; i++) {
            assertThat(Outcomes.of(commands.send(
                            "elsewhere", Request.cmd(Command.SET).arg(key(i)).arg(i))))
                    .hasToString("OK");
        }
        assertThat(commands.waiting()).isZero();
    }

    @Test
    void keysOfDifferentSlotsInOneCommandAreRefused() {
        Future<?> set = commands.send(
                key(0), Request.cmd(Command.MSET).arg(key(0)).arg(1).arg(key(1)).arg(1));

        assertThat(Outcomes.failureOf(set))
                .isInstanceOf(RedisCommandException.class)
                .hasMessageStartingWith("CROSSSLOT");
    }

    @Test
    void afterTheStopEverythingFailsAsUnavailable() {
        Outcomes.of(commands.stop());

        assertThat(Outcomes.failureOf(
                        commands.send("a", Request.cmd(Command.GET).arg("a"))))
                .isInstanceOf(RedisUnavailableException.class);
        assertThat(commands.connected()).isFalse();
    }

    @Test
    void whatIsPublishedAtAnyMasterReachesASubscriberOfAnyOther() {
        RecordingListener listener = new RecordingListener();
        RedisSubscriber subscriber = new RedisSubscriber(vertx, cluster.settings(), listener);
        Outcomes.of(subscriber.start());
        Outcomes.of(subscriber.subscribe(prefix));

        for (int i = 0; i < 30; i++) {
            Outcomes.of(commands.send(
                    key(i), Request.cmd(Command.PUBLISH).arg(prefix).arg(i)));
        }

        await().untilAsserted(() -> assertThat(listener.messagesOf(prefix)).hasSize(30));
        Outcomes.of(subscriber.stop());
    }

    private String key(int number) {
        return prefix + number;
    }
}
