package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the link of {@link ServerCommands} deals with servers that misbehave. */
class RedisLinkTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        Outcomes.of(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR max number of clients reached\r\n",
                "-NOAUTH HELLO must be called with the client already authenticated\r\n",
                "%0\r\n-LOADING Redis is loading the dataset in memory\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n"
            })
    void serverThatDoesNotWelcomeCountsAsAbsentAndIsTriedAgain(String answer) {
        FakeRedis server = FakeRedis.answering(vertx, answer);
        ServerCommands commands = new ServerCommands(vertx, settings(server));

        Outcomes.of(commands.start());

        assertThat(commands.connected()).isFalse();
        await().until(() -> server.sockets().size() >= 3);
        Outcomes.of(commands.stop());
    }

    @Test
    void serverThatDoesNotAnswerTheGreetingCountsAsAbsent() {
        FakeRedis server = new FakeRedis(vertx, (socket, data) -> {});
        ServerCommands commands = new ServerCommands(vertx, settings(server));

        Outcomes.of(commands.start());

        assertThat(commands.connected()).isFalse();
        await().until(() -> server.sockets().size() >= 2);
        Outcomes.of(commands.stop());
    }

    @Test
    void serverThatIsSilentWhereTlsIsWantedCountsAsAbsent() {
        FakeRedis server = new FakeRedis(vertx, (socket, data) -> {});
        ServerCommands commands = new ServerCommands(
                vertx,
                new RedisSettings(
                        "rediss://127.0.0.1:" + server.port(), "test", Duration.ofMillis(200), Duration.ofMillis(500)));

        commands.start();

        await().until(() -> server.sockets().size() >= 2);
        Outcomes.of(commands.stop());
    }

    @Test
    void serverThatDropsEachConnectionIsDialledEverMoreSlowly() {
        List<Long> droppedNanos = new CopyOnWriteArrayList<>();
        FakeRedis server = new FakeRedis(vertx, (socket, data) -> {
            droppedNanos.add(System.nanoTime());
            FakeRedis.send(socket, FakeRedis.WELCOME);
            socket.close();
        });
        ServerCommands commands = new ServerCommands(vertx, patient(server));
        Outcomes.of(commands.start());
        List<Integer> shortestMillis = List.of(50, 100, 200, 400, 500, 500);

        await().until(() -> droppedNanos.size() > shortestMillis.size());

        // However slow the machine is: no pause is shorter, as it begins after a drop and ends before the next.
        for (int i = 0; i < shortestMillis.size(); i++) {
            assertThat(Duration.ofNanos(droppedNanos.get(i + 1) - droppedNanos.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(shortestMillis.get(i)));
        }
        Outcomes.of(commands.stop());
    }

    @Test
    void stoppedLinkConnectsNoMore() {
        FakeRedis server = FakeRedis.answering(vertx, "-ERR no\r\n");
        ServerCommands commands = new ServerCommands(vertx, settings(server));
        Outcomes.of(commands.start());

        Outcomes.of(commands.stop());

        // The last attempt may still be on its way into the server.
        AtomicInteger accepted = new AtomicInteger();
        await().during(Duration.ofMillis(500)).until(() -> {
            int now = server.sockets().size();
            return accepted.getAndSet(now) == now;
        });
    }

    @Test
    void answersOutOfStepCostTheConnectionAndNothingElse() {
        AtomicBoolean sane = new AtomicBoolean();
        FakeRedis server = new FakeRedis(vertx, (socket, data) -> {
            boolean greeting =
                    data.toString().contains("hello") || data.toString().contains("HELLO");
            FakeRedis.send(socket, greeting ? FakeRedis.WELCOME : sane.get() ? "+1\r\n" : "+1\r\n+2\r\n+3\r\n");
        });
        ServerCommands commands = new ServerCommands(vertx, patient(server));
        Outcomes.of(commands.start());

        assertThat(Outcomes.of(commands.send(Request.cmd(Command.PING)))).hasToString("1");
        await().until(() -> commands.reconnects() == 1 && commands.connected());
        sane.set(true);

        assertThat(Outcomes.of(commands.send(Request.cmd(Command.PING)))).hasToString("1");
        Outcomes.of(commands.stop());
    }

    /** For servers that answer, however long that takes them on a busy machine. */
    private static RedisSettings patient(FakeRedis server) {
        return new RedisSettings(server.uri(), "test", Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    private static RedisSettings settings(FakeRedis server) {
        return new RedisSettings(server.uri(), "test", Duration.ofMillis(300), Duration.ofMillis(500));
    }
}
