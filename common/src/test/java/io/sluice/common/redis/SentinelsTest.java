package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the master is found, and left again, when sentinels name it. */
class SentinelsTest {

    /** Answers to nothing and hangs. */
    private static final String SILENCE = "";

    private static final String CLOSED_PORT = "127.0.0.1:1";

    /** For those who answer, however long that takes them on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** For those who do not. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final FakeRedis master = server("master");

    @AfterEach
    void end() {
        Outcomes.of(vertx.close());
    }

    @Test
    void commandsGoToTheMasterThatTheSentinelNames() {
        FakeSentinel sentinel = FakeSentinel.naming(vertx, master);

        ServerCommands commands = started(settings(sentinel.address()));

        assertThat(echo(commands)).isEqualTo(nameOf(master));
        assertThat(sentinel.heard()).anyMatch(chunk -> chunk.contains("$8\r\nmymaster\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SILENCE,
                "_\r\n",
                "*-1\r\n",
                "*0\r\n",
                "+yes\r\n",
                ":1\r\n",
                "*2\r\n$0\r\n\r\n$4\r\n6379\r\n",
                "*2\r\n$9\r\n127.0.0.1\r\n$5\r\n99999\r\n",
                "*2\r\n$9\r\n127.0.0.1\r\n$4\r\nport\r\n",
                "*2\r\n_\r\n_\r\n",
                "-NOPERM this user has no permissions\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n"
            })
    void sentinelThatIsOfNoUseIsPassedOver(String answer) {
        FakeSentinel useless = new FakeSentinel(vertx, answer);
        FakeSentinel useful = FakeSentinel.naming(vertx, master);

        ServerCommands commands = started(
                settings(answer.equals(SILENCE) ? SHORT : LONG, CLOSED_PORT, useless.address(), useful.address()));

        assertThat(echo(commands)).isEqualTo(nameOf(master));
        assertThat(useless.questions()).isEqualTo(1);
    }

    @Test
    void failureTellsWhatEachSentinelFailedWithAndNoPassword() {
        FakeSentinel ignorant = new FakeSentinel(vertx, "_\r\n");
        FakeSentinel confused = new FakeSentinel(vertx, "+yes\r\n");
        RedisConnector connector = connector(settings(
                "redis://ann:secret1@" + ignorant.address(), "redis://:secret2@" + confused.address(), CLOSED_PORT));

        Throwable failure = Outcomes.failureOf(connector.open());

        assertThat(failure)
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining(ignorant.address() + " knows no master mymaster; ")
                .hasMessageContaining(confused.address() + " answers with something else than the host and port")
                .hasMessageContaining(CLOSED_PORT + " Connection refused")
                .message()
                .doesNotContain("secret");
        assertThat(connector.address())
                .asString()
                .contains("mymaster", ignorant.address())
                .doesNotContain("secret");
        // The same text again, whoever is asked first, so that the log has it once.
        assertThat(Outcomes.failureOf(connector.open())).hasMessage(failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slave", "sentinel"})
    void serverThatIsNoMasterIsLeftForTheOneThatTheNextSentinelNames(String role) {
        FakeSentinel mistaken = FakeSentinel.naming(vertx, server(role));
        FakeSentinel right = FakeSentinel.naming(vertx, master);

        ServerCommands commands = started(settings(mistaken.address(), right.address()));

        await().until(commands::connected);
        assertThat(echo(commands)).isEqualTo(nameOf(master));
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void masterThatCannotBeReachedIsAskedForAgain() {
        FakeSentinel sentinel = new FakeSentinel(vertx, "*2\r\n$9\r\n127.0.0.1\r\n$1\r\n1\r\n");
        ServerCommands commands = started(settings(sentinel.address()));
        assertThat(commands.connected()).isFalse();

        sentinel.names(master);

        await().until(commands::connected);
        assertThat(echo(commands)).isEqualTo(nameOf(master));
    }

    @Test
    void masterThatWasDeposedIsLeftAlthoughItIsAlive() {
        FakeSentinel sentinel = FakeSentinel.naming(vertx, master);
        ServerCommands commands = started(settings(sentinel.address()));
        FakeRedis successor = server("master");

        sentinel.names(successor);

        await().until(() -> commands.reconnects() == 1 && commands.connected());
        assertThat(echo(commands)).isEqualTo(nameOf(successor));
    }

    @Test
    void connectionToTheMasterStaysWhileNoSentinelAnswers() {
        FakeSentinel sentinel = FakeSentinel.naming(vertx, master);
        ServerCommands commands = started(settings(SHORT, sentinel.address()));
        sentinel.answers(SILENCE);
        long before = sentinel.questions();

        await().until(() -> sentinel.questions() >= before + 3);

        assertThat(commands.connected()).isTrue();
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void oneConnectionToOneSentinelIsKept() {
        FakeSentinel first = FakeSentinel.naming(vertx, master);
        FakeSentinel second = FakeSentinel.naming(vertx, master);
        ServerCommands commands = started(settings(first.address(), second.address()));

        await().until(() -> first.questions() >= 3);

        assertThat(first.server().sockets()).hasSize(1);
        assertThat(second.server().sockets()).isEmpty();
        assertThat(commands.connected()).isTrue();
    }

    @Test
    void sentinelsAndMasterAreEachGivenTheirOwnLogin() {
        FakeSentinel sentinel = FakeSentinel.naming(vertx, master);
        RedisSettings settings = new RedisSettings("redis://bob:forMaster@ignored:1/0", "test", LONG, LONG)
                .withSentinels(List.of(sentinel.address()), "mymaster", "ann", "forSentinels");

        ServerCommands commands = started(settings);

        assertThat(commands.connected()).isTrue();
        assertThat(sentinel.heard())
                .anyMatch(chunk -> chunk.contains("ann") && chunk.contains("forSentinels"))
                .noneMatch(chunk -> chunk.contains("forMaster"));
    }

    @Test
    void everythingIsClosedWhenTheConnectionIsStopped() {
        FakeSentinel sentinel = FakeSentinel.naming(vertx, master);
        ServerCommands commands = started(settings(sentinel.address()));
        AtomicInteger closed = new AtomicInteger();
        sentinel.server().sockets().forEach(socket -> socket.closeHandler(end -> closed.incrementAndGet()));

        Outcomes.of(commands.stop());

        await().until(() -> closed.get() == 1);
    }

    /** One that takes every greeting, has a role, and answers anything else with its name. */
    private FakeRedis server(String role) {
        return new FakeRedis(vertx, (socket, data) -> {
            String chunk = data.toString().toLowerCase(Locale.ROOT);
            if (chunk.contains("hello")) {
                FakeRedis.send(socket, FakeRedis.WELCOME);
            } else if (chunk.contains("role")) {
                FakeRedis.send(socket, "*3\r\n$" + role.length() + "\r\n" + role + "\r\n:0\r\n*0\r\n");
            } else if (chunk.contains("echo")) {
                FakeRedis.send(socket, ":" + socket.localAddress().port() + "\r\n");
            } else {
                FakeRedis.send(socket, "+PONG\r\n");
            }
        });
    }

    private static String nameOf(FakeRedis server) {
        return Integer.toString(server.port());
    }

    private static String echo(ServerCommands commands) {
        return String.valueOf(
                Outcomes.of(commands.send(Request.cmd(Command.ECHO).arg("name"))));
    }

    private ServerCommands started(RedisSettings settings) {
        ServerCommands commands = new ServerCommands(vertx, settings);
        Outcomes.of(commands.start());
        return commands;
    }

    private RedisConnector connector(RedisSettings settings) {
        return new RedisConnector(vertx, settings, "test");
    }

    private static RedisSettings settings(String... sentinels) {
        return settings(LONG, sentinels);
    }

    private static RedisSettings settings(Duration limit, String... sentinels) {
        return new RedisSettings("redis://ignored", "test", limit, limit)
                .withSentinels(List.of(sentinels), "mymaster", "", "");
    }
}
