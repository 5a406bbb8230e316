package io.sluice.gateway.control.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.ControlContract;
import io.sluice.gateway.control.SurveyFailedException;
import io.sluice.gateway.control.UnknownNodeException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share a Redis ask and order each other, and put up with anything that else is said there. */
class RedisControlIT extends ControlContract {

    private static final Duration RECORD_TTL = Duration.ofMinutes(1);

    private final RedisSettings settings = new RedisSettings(
            TestRedis.shared().uri(),
            "test-" + UUID.randomUUID(),
            TestRedis.shared().settings().connectTimeout(),
            TestRedis.shared().settings().commandTimeout());
    private final ServerCommands commands = new ServerCommands(vertx, settings);
    private final NodeRegistry registry = new NodeRegistry(commands, settings.keys());
    private final List<String> heardByPeer = new CopyOnWriteArrayList<>();

    private RedisControl peer;

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
        awaitEars(ownId());
    }

    /** The peer is not in the registry but where a test says so: surveys of the contract count this node alone. */
    @BeforeEach
    void startPeer() {
        peer = new RedisControl(vertx, settings, commands, registry, "peer");
        peer.onQuestion("echo", details -> {
            heardByPeer.add(details.toString());
            return Future.succeededFuture(details);
        });
        peer.onOrder("note", details -> heardByPeer.add(details.toString()));
        Outcomes.of(peer.start());
        awaitEars("peer");
    }

    @AfterEach
    void stopPeer() {
        Outcomes.of(peer.stop());
    }

    @Test
    void anotherNodeAnswers() {
        assertThat(Outcomes.of(control().ask("peer", "echo", Buffer.buffer("x"))))
                .isEqualTo(Buffer.buffer("x"));
    }

    @Test
    void aSurveyHasAnAnswerOfEachNode() {
        register("peer");
        assertThat(Outcomes.of(control().survey("echo", Buffer.buffer("x"))))
                .containsExactly(Buffer.buffer("x"), Buffer.buffer("x"));
    }

    @Test
    void ordersReachEveryNodeInTheOrderGiven() {
        List<String> orders = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
        orders.stream()
                .map(each -> control().order("note", Buffer.buffer(each)))
                .toList()
                .forEach(Outcomes::of);
        awaitObeyed(orders);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heardByPeer).isEqualTo(orders));
    }

    @Test
    void questionsToANodeArriveInTheOrderAsked() {
        List<String> questions =
                IntStream.range(0, 500).mapToObj(String::valueOf).toList();
        questions.stream()
                .map(each -> control().ask("peer", "echo", Buffer.buffer(each)))
                .toList()
                .forEach(Outcomes::of);
        assertThat(heardByPeer).isEqualTo(questions);
    }

    @Test
    void aNodeThatDiedWithoutAWordCannotBeReached() {
        register("dead");
        assertThat(Outcomes.failureOf(control().ask("dead", "echo", Buffer.buffer())))
                .isInstanceOf(SurveyFailedException.class)
                .hasMessage("node dead cannot be reached at the moment");
    }

    @Test
    void aNodeThatHasStoppedIsUnknown() {
        Outcomes.of(peer.stop());
        await().atMost(PATIENCE).until(() -> ears("peer") == 0);
        assertThat(Outcomes.failureOf(control().ask("peer", "echo", Buffer.buffer())))
                .isInstanceOf(UnknownNodeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "{\"kind\":\"question\",\"from\":\"self\",\"name\":\"echo\"}",
                "{\"kind\":\"question\",\"from\":\"no body\",\"name\":\"echo\",\"body\":\"\"}",
                "{\"kind\":\"question\",\"from\":\"nobody\",\"name\":\"throw\",\"body\":\"\"}",
                "{\"kind\":\"answer\",\"from\":\"self\",\"id\":\"unasked\",\"body\":\"\"}",
                "{\"kind\":\"failure\",\"from\":\"self\",\"body\":\"\"}",
                "{\"kind\":\"order\",\"from\":\"self\",\"name\":\"fail\",\"body\":\"\"}",
                "{\"kind\":\"order\",\"from\":\"self\",\"body\":\"\"}",
                "{\"kind\":\"wish\",\"from\":\"self\",\"body\":\"\"}"
            })
    void nonsenseIsPassedOverAndWorkGoesOn(String message) {
        say(settings.prefix() + ".control", message);
        say(settings.prefix() + ".node." + ownId(), message);
        assertThat(Outcomes.of(control().ask(ownId(), "echo", Buffer.buffer("x"))))
                .isEqualTo(Buffer.buffer("x"));
        Outcomes.of(control().order("note", Buffer.buffer("still here")));
        awaitObeyed(List.of("still here"));
    }

    private void say(String redisChannel, String message) {
        Outcomes.of(commands.send(Request.cmd(Command.PUBLISH).arg(redisChannel).arg(message)));
    }

    private void register(String id) {
        Outcomes.of(registry.put(
                new NodeRecord(
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
                        NodeAccess.PLAIN),
                RECORD_TTL));
    }

    private void awaitEars(String node) {
        await().atMost(PATIENCE).until(() -> ears(node) > 0 && ears("") > 0);
    }

    /** How many listen to a node's channel, or to that of all for an empty id. */
    private int ears(String node) {
        String redisChannel = settings.prefix() + (node.isEmpty() ? ".control" : ".node." + node);
        return Outcomes.of(
                        commands.send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(redisChannel)))
                .get(1)
                .toInteger();
    }
}
