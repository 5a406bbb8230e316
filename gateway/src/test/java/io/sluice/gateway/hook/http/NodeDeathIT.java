package io.sluice.gateway.hook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.ledger.redis.RedisLedger;
import io.sluice.gateway.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients of a node that dies without a word are reported by another. */
class NodeDeathIT {

    /** Time to live of 3 s, as long again until survivors trust what they see, and a busy machine. */
    private static final Duration PATIENCE = Patience.OF_TESTS;

    private static final int CLIENTS = 50;

    private final RedisSettings settings = TestRedis.shared().settings();
    private final String prefix = "test-" + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final Vertx dyingVertx = Vertx.vertx();
    private final ServerCommands commands = new ServerCommands(vertx, settings);
    private final ServerCommands dyingCommands = new ServerCommands(dyingVertx, settings);
    private TestBackend backend;

    @BeforeEach
    void startAll() {
        backend = new TestBackend(vertx).answers(200, "");
        Outcomes.of(commands.start());
        Outcomes.of(dyingCommands.start());
    }

    @AfterEach
    void stopAll() {
        Outcomes.of(commands.stop());
        backend.close();
        Outcomes.of(vertx.close());
    }

    private HookFixture node(Vertx vertx, ServerCommands commands, String id) {
        return node(vertx, commands, id, backend.url());
    }

    private HookFixture node(Vertx vertx, ServerCommands commands, String id, String endpoint) {
        return new HookFixture(
                vertx,
                new RedisLedger(commands, RedisKeys.of(prefix), id),
                "client.proxy.disconnect.enabled=true",
                "client.proxy.disconnect.endpoint=" + endpoint,
                "client.proxy.disconnect.include_connection_meta=true",
                "hooks.ledger_ttl=3s");
    }

    private int ofTheDying(Command command, String... arguments) {
        Request request = Request.cmd(command).arg(prefix + ".ledger.dying");
        List.of(arguments).forEach(request::arg);
        return Outcomes.of(commands.send(request)).toInteger();
    }

    private static HookClient client(int number) {
        return new HookClient(
                "c" + number,
                "u" + number,
                "websocket",
                false,
                Payload.of("{\"n\":" + number + "}"),
                Map.of(),
                Map.of());
    }

    @Test
    void clientsOfADeadNodeAreReportedByASurvivorAndThoseWhoEndedBeforeAreNot() {
        HookFixture survivor = node(vertx, commands, "survivor");
        survivor.hooks().connected(client(1000));
        HookFixture dying = node(dyingVertx, dyingCommands, "dying");
        for (int i = 0; i < CLIENTS; i++) {
            dying.hooks().connected(client(i));
        }
        dying.hooks().disconnected(client(0), new Disconnect(3000, "connection closed"));
        await().until(() -> dying.events("delivered") == 1);
        // What it had no time to write down died with it.
        await().until(() -> ofTheDying(Command.HLEN) == CLIENTS - 1 && ofTheDying(Command.HEXISTS, "c0") == 0);

        Outcomes.of(dyingVertx.close());

        await().atMost(PATIENCE).until(() -> backend.received().size() == CLIENTS);
        List<JsonObject> events = backend.received().stream()
                .map(received -> new JsonObject(received.body()))
                .toList();
        assertThat(events.stream().map(event -> event.getString("client")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, CLIENTS).mapToObj(i -> "c" + i).toList());
        assertThat(events.subList(1, CLIENTS)).allSatisfy(event -> {
            String id = event.getString("client");
            assertThat(event.getString("event_id")).isEqualTo("disconnect-" + id);
            assertThat(event.getString("user")).isEqualTo("u" + id.substring(1));
            assertThat(event.getJsonObject("meta").getInteger("n")).isEqualTo(Integer.valueOf(id.substring(1)));
            assertThat(event.getInteger("code")).isEqualTo(3000);
            assertThat(event.getString("reason")).isEqualTo("connection lost (node gone)");
        });
        survivor.close();
    }

    @Test
    void whatANodeCouldNotTellBeforeItsStopIsToldByAnother() {
        HookFixture survivor = node(vertx, commands, "survivor");
        try (TestBackend broken = new TestBackend(dyingVertx).answers(500, "")) {
            HookFixture stopping = node(dyingVertx, dyingCommands, "stopping", broken.url());
            stopping.hooks().connected(client(1));
            stopping.hooks().disconnected(client(1), new Disconnect(3001, "shutdown"));

            stopping.close();
        }

        await().atMost(PATIENCE).until(() -> !backend.received().isEmpty());
        assertThat(backend.last().body()).contains("\"event_id\":\"disconnect-c1\"");
        survivor.close();
        Outcomes.of(dyingVertx.close());
    }
}
