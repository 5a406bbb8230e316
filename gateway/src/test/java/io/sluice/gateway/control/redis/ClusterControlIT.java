package io.sluice.gateway.control.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.ControlContract;
import io.sluice.gateway.control.SurveyFailedException;
import io.sluice.gateway.control.UnknownNodeException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that share a Redis Cluster ask and order each other, whichever of its members each of them hears by. */
class ClusterControlIT extends ControlContract {

    private static final int PEERS = 5;

    private final LocalRedisCluster cluster = LocalRedisCluster.shared();
    private final RedisSettings settings = cluster.settings();
    private final RedisCommands commands = RedisCommands.of(vertx, settings);
    private final NodeRegistry registry = new NodeRegistry(commands, settings.keys());
    private final List<String> heardByPeers = new CopyOnWriteArrayList<>();

    private List<RedisControl> peers;

    @Override
    protected Control newControl() {
        Outcomes.of(commands.start());
        return new RedisControl(vertx, settings, commands, registry, ownId());
    }

    @Override
    protected String ownId() {
        return "self";
    }

    @Override
    protected void announce(Control started) {
        register(ownId());
        awaitEars(ownId());
    }

    /** As many as it takes that some of them hear by another member than the one that is told. */
    @BeforeEach
    void startPeers() {
        peers = IntStream.range(0, PEERS).mapToObj(this::startedPeer).toList();
    }

    private RedisControl startedPeer(int number) {
        RedisControl peer = new RedisControl(vertx, settings, commands, registry, "peer-" + number);
        peer.onQuestion("ask", Future::succeededFuture);
        peer.onQuestion(
                "ask slowly", details -> vertx.timer(600, TimeUnit.MILLISECONDS).map(elapsed -> details));
        peer.onOrder("tell", details -> heardByPeers.add(details.toString()));
        Outcomes.of(peer.start());
        awaitEars("peer-" + number);
        return peer;
    }

    @AfterEach
    void stopPeers() {
        peers.forEach(peer -> Outcomes.of(peer.stop()));
        Outcomes.of(commands.stop());
    }

    @Test
    void everyNodeThatIsRegisteredAnswers() {
        for (int i = 0; i < PEERS; i++) {
            register("peer-" + i);
            assertThat(Outcomes.of(control().ask("peer-" + i, "ask", Buffer.buffer("x"))))
                    .isEqualTo(Buffer.buffer("x"));
        }
    }

    @Test
    void ordersReachEveryNodeInTheOrderGiven() {
        IntStream.range(0, 100)
                .mapToObj(i -> control().order("tell", Buffer.buffer(Integer.toString(i))))
                .toList()
                .forEach(Outcomes::of);

        await().atMost(PATIENCE).until(() -> heardByPeers.size() == 100 * PEERS);
        // The first time that each was heard: some peers are quicker than others.
        assertThat(heardByPeers.stream().distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    }

    @Test
    void aNodeThatDiedWithoutAWordDoesNotAnswer() {
        register("dead");
        assertThat(Outcomes.failureOf(control().ask("dead", "ask", Buffer.buffer())))
                .isInstanceOf(SurveyFailedException.class);
    }

    @Test
    void anAnswerCountsThoughTheRegistryCannotBeRead() {
        RedisCommands neverStarted = RedisCommands.of(vertx, settings);
        RedisControl asking =
                new RedisControl(vertx, settings, commands, new NodeRegistry(neverStarted, settings.keys()), "asking");
        Outcomes.of(asking.start());
        try {
            awaitEars("asking");
            for (String question : List.of("ask", "ask slowly")) {
                for (int i = 0; i < PEERS; i++) {
                    assertThat(Outcomes.of(asking.ask("peer-" + i, question, Buffer.buffer("x"))))
                            .isEqualTo(Buffer.buffer("x"));
                }
            }
        } finally {
            Outcomes.of(asking.stop());
        }
    }

    @Test
    void aNodeThatNobodyKnowsIsUnknown() {
        assertThat(Outcomes.failureOf(control().ask("nobody", "ask", Buffer.buffer())))
                .isInstanceOf(UnknownNodeException.class);
    }

    private void register(String id) {
        NodeRecord record = new NodeRecord(
                id,
                id,
                "127.0.0.1",
                1,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                false,
                "test",
                0,
                NodePressure.NONE,
                NodeCapacity.UNLIMITED,
                NodeAccess.PLAIN);
        Outcomes.of(registry.put(record, Duration.ofMinutes(1)));
    }

    private void awaitEars(String node) {
        await().atMost(PATIENCE).until(() -> cluster.masters().stream()
                .anyMatch(member -> member.done("PUBSUB", "NUMSUB", settings.prefix() + ".node." + node)
                        .endsWith("\n1")));
    }
}
