package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a cluster that do not carry a command out, and say why. */
class ClusterRedirectsTest {

    /** The machine may be busy. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    /** Of commands that are to be given up in the end. */
    private static final Duration HASTY = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CLOSED_PORT = "127.0.0.1:1";

    private final Vertx vertx = Vertx.vertx();
    private final FakeMember first = new FakeMember(vertx);
    private final FakeMember second = new FakeMember(vertx);

    @AfterEach
    void closeVertx() {
        Outcomes.of(vertx.close());
    }

    @Test
    void movedCommandGoesToTheMasterThatIsNamed() {
        RedisCommands commands = started(first);
        first.answers(command -> "-MOVED 1 " + second.address() + "\r\n");

        assertThat(echo(commands)).isEqualTo("DONE");
        assertThat(first.heard()).hasSize(1);
        assertThat(second.heard()).hasSize(1);
    }

    @Test
    void laterCommandsGoToTheNewMasterAtOnce() {
        RedisCommands commands = started(first);
        first.answers(command -> "-MOVED 1 " + second.address() + "\r\n");
        first.names(second);
        echo(commands);

        await().untilAsserted(() -> {
            int before = first.heard().size();
            assertThat(echo(commands)).isEqualTo("DONE");
            assertThat(first.heard()).hasSize(before);
        });
    }

    @Test
    void commandForASlotThatIsJustMovingIsAnnouncedInTheSameWrite() {
        RedisCommands commands = started(first);
        first.answers(command -> "-ASK 1 " + second.address() + "\r\n");
        second.answers(command ->
                command.startsWith("*1\r\n$6\r\nasking\r\n*2\r\n$4\r\necho") ? "+OK\r\n+ASKED\r\n" : "-no\r\n");

        assertThat(echo(commands)).isEqualTo("ASKED");
        assertThat(echo(commands)).as("the table stays as it is").isEqualTo("ASKED");
    }

    @Test
    void scriptIsBroughtAlongToAMasterThatDoesNotKnowIt() {
        RedisCommands commands = started(first);
        RedisScript script = new RedisScript(commands, "return 1");
        Outcomes.of(script.run(List.of("k"), List.of()));
        first.answers(command -> "-MOVED 1 " + second.address() + "\r\n");

        Outcomes.of(script.run(List.of("k"), List.of(Buffer.buffer("x"))));

        assertThat(first.heard().get(1)).contains("evalsha");
        assertThat(second.heard().get(0)).contains("eval\r\n").contains("return 1");
    }

    @Test
    void membersThatSendACommandToAndFroAreLeftAlone() {
        RedisCommands commands = started(first);
        first.answers(command -> "-MOVED 1 " + second.address() + "\r\n");
        second.answers(command -> "-MOVED 1 " + first.address() + "\r\n");

        assertThat(Outcomes.failureOf(commands.send("k", request())))
                .isInstanceOfSatisfying(RedisUnavailableException.class, failure -> assertThat(failure.sent())
                        .as("it was carried out nowhere")
                        .isFalse());
        assertThat(first.heard().size() + second.heard().size()).isEqualTo(RedirectedCall.MAX_SENDINGS);
    }

    @Test
    void commandWhoseKeysAreInTwoPlacesIsTriedAgainUntilTheyAreTogether() {
        RedisCommands commands = started(first);
        AtomicInteger tries = new AtomicInteger();
        first.answers(command -> tries.incrementAndGet() < 4 ? "-TRYAGAIN later\r\n" : "+DONE\r\n");

        assertThat(echo(commands)).isEqualTo("DONE");
        assertThat(first.heard()).hasSize(4);
    }

    @Test
    void patienceWithKeysInTwoPlacesEnds() {
        RedisCommands commands = RedisCommands.of(vertx, settings(List.of(first.address()), HASTY));
        Outcomes.of(commands.start());
        await().atMost(PATIENCE).until(commands::connected);
        first.answers(command -> "-TRYAGAIN later\r\n");

        assertThat(Outcomes.failureOf(commands.send("k", request()))).isInstanceOf(RedisUnavailableException.class);
        // At the beginning, and after 50, 150, 350, 750 and 1,150 ms; on a busy machine less often.
        assertThat(first.heard()).hasSizeBetween(2, 6);
    }

    @Test
    void tooManyCommandsThatWaitForAMoveAreRefusedAndOthersAreNot() {
        RedisCommands commands = RedisCommands.of(vertx, settings(List.of(first.address()), HASTY));
        Outcomes.of(commands.start());
        // Wherever the socket cuts them: each command has one asterisk.
        first.answers(batch -> "-TRYAGAIN later\r\n"
                .repeat((int) batch.chars().filter(each -> each == '*').count()));
        List<Future<?>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2 * ClusterCommands.MAX_REDIRECTED; i++) {
            outcomes.add(commands.send("k", request()));
        }

        await().atMost(PATIENCE).until(() -> outcomes.stream().allMatch(Future::isComplete));
        assertThat(outcomes.stream().filter(outcome -> outcome.cause() instanceof RedisOverloadedException))
                .hasSizeBetween(1, ClusterCommands.MAX_REDIRECTED);
        first.answers(command -> "+DONE\r\n");
        assertThat(echo(commands)).isEqualTo("DONE");
    }

    @Test
    void clusterThatDoesNotWorkIsUnavailable() {
        RedisCommands commands = started(first);
        first.answers(command -> "-CLUSTERDOWN The cluster is down\r\n");

        assertThat(Outcomes.failureOf(commands.send("k", request()))).isInstanceOf(RedisUnavailableException.class);
        assertThat(first.heard()).hasSize(1);
    }

    @Test
    void otherErrorsAreErrors() {
        RedisCommands commands = started(first);
        first.answers(command -> "-ERR no\r\n");

        assertThat(Outcomes.failureOf(commands.send("k", request()))).isInstanceOf(RedisCommandException.class);
    }

    @Test
    void memberThatLostTouchWithItsClusterIsNotBelieved() {
        first.says("fail");
        second.names(second);

        RedisCommands commands = started(first, second);

        assertThat(echo(commands)).isEqualTo("DONE");
        assertThat(first.heard()).isEmpty();
    }

    @Test
    void masterThatLostTouchWithItsClusterGetsNoCommandsUntilItIsBack() {
        first.names(second);
        second.says("fail");
        RedisCommands commands = started(first);
        assertThat(Outcomes.failureOf(commands.send("k", request()))).isInstanceOf(RedisUnavailableException.class);
        assertThat(second.heard()).isEmpty();

        second.says("ok");

        await().atMost(PATIENCE).until(commands::connected);
        assertThat(echo(commands)).isEqualTo("DONE");
    }

    @Test
    void subscriberLeavesAMemberThatHasLostTouchWhileAnotherOneWorks() {
        first.sharesWith(second.port());
        second.names(first);
        second.sharesWith(second.port());
        RedisSubscriber subscriber = new RedisSubscriber(
                vertx, settings(List.of(first.address(), second.address()), TIMEOUT), new RecordingListener());
        // By chance; the connection for questions goes to the first, and to nobody else while that one works.
        Outcomes.of(subscriber.start());
        FakeMember left = second.server().sockets().isEmpty() ? first : second;
        FakeMember other = left == first ? second : first;
        int before = other.server().sockets().size();

        left.says("fail");

        await().atMost(PATIENCE.multipliedBy(2))
                .until(() -> other.server().sockets().size() > before + (left == first ? 1 : 0));
        Outcomes.of(subscriber.stop());
    }

    @Test
    void seedThatIsGoneIsPassedOver() {
        RedisCommands commands = RedisCommands.of(vertx, settings(List.of(CLOSED_PORT, second.address()), TIMEOUT));
        Outcomes.of(commands.start());

        assertThat(echo(commands)).isEqualTo("DONE");
    }

    @Test
    void processStartsWithoutAClusterAndFindsItLater() {
        first.says("fail");
        RedisCommands commands = started(first);
        assertThat(commands.connected()).isFalse();
        assertThat(Outcomes.failureOf(commands.send("k", request()))).isInstanceOf(RedisUnavailableException.class);

        first.says("ok");

        await().atMost(PATIENCE).until(commands::connected);
        assertThat(echo(commands)).isEqualTo("DONE");
    }

    @Test
    void masterThatCannotBeReachedKeepsNobodyFromTheOthers() {
        FakeRedis silent = new FakeRedis(vertx, (socket, data) -> {});
        first.sharesWith(silent.port());
        Duration hour = Duration.ofHours(1);
        RedisCommands commands = RedisCommands.of(
                vertx,
                new RedisSettings(
                        "", "test", hour, TIMEOUT, "", "", 1, List.of(), "", "", "", List.of(first.address())));

        commands.start();

        await().atMost(PATIENCE).until(commands::connected);
        assertThat(echo(commands)).isEqualTo("DONE");
        assertThat(commands.connections()).isEqualTo(2);
        assertThat(commands.connectedConnections()).isEqualTo(1);
    }

    @Test
    void everyActionOnANewConnectionRunsAndMaySendCommandsAlthoughOneFails() {
        RedisCommands commands = RedisCommands.of(vertx, settings(List.of(first.address()), TIMEOUT));
        AtomicReference<String> answer = new AtomicReference<>();
        commands.onConnected(() -> {
            throw new IllegalStateException("wanted by the test");
        });
        commands.onConnected(() -> commands.send("k", request())
                .onComplete((reply, failure) -> answer.set(String.valueOf(failure == null ? reply : failure))));

        Outcomes.of(commands.start());

        await().atMost(PATIENCE).until(() -> "DONE".equals(answer.get()));
    }

    @Test
    void masterThatIsNamedNoMoreIsLeft() {
        RedisCommands commands = started(first);
        first.answers(command -> "-MOVED 1 " + second.address() + "\r\n");
        first.names(second);
        AtomicInteger closed = new AtomicInteger();
        first.server().sockets().forEach(socket -> socket.closeHandler(end -> closed.incrementAndGet()));
        echo(commands);

        // One for the questions about the cluster stays.
        await().atMost(PATIENCE).until(() -> closed.get() >= 1);
        await().atMost(PATIENCE).until(() -> commands.connections() == 1);
        assertThat(echo(commands)).isEqualTo("DONE");
    }

    @Test
    void aHostThatIsLeftOutIsTheOneThatWasAsked() {
        RedisAddress asked = RedisAddress.parse("redis://asked:7");

        assertThat(redirection("MOVED 1 :8", asked).target().endpoint()).isEqualTo("asked:8");
        assertThat(redirection("ASK 1 ::1:8", asked).target().endpoint()).isEqualTo("::1:8");
        assertThat(redirection("ASK 1 other:8", asked).kind()).isEqualTo(Redirection.Kind.ASK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOVED", "MOVED 1", "MOVED 1 host", "ASK 1 host:port", "MOVED 1 host:0", "ERR", ""})
    void nonsenseIsNoRedirection(String message) {
        assertThat(Redirection.of(new RedisCommandException(message), RedisAddress.parse("redis://asked")))
                .isNull();
        assertThat(Redirection.of(new IllegalStateException(message), RedisAddress.parse("redis://asked")))
                .isNull();
    }

    private static Redirection redirection(String message, RedisAddress asked) {
        return Redirection.of(new RedisCommandException(message), asked);
    }

    private RedisCommands started(FakeMember... seeds) {
        List<String> addresses = Stream.of(seeds).map(FakeMember::address).toList();
        RedisCommands commands = RedisCommands.of(vertx, settings(addresses, TIMEOUT));
        Outcomes.of(commands.start());
        return commands;
    }

    private static RedisSettings settings(List<String> seeds, Duration commandTimeout) {
        return new RedisSettings("", "test", TIMEOUT, commandTimeout, "", "", 1, List.of(), "", "", "", seeds);
    }

    private static String echo(RedisCommands commands) {
        return String.valueOf(Outcomes.of(commands.send("k", request())));
    }

    private static Request request() {
        return Request.cmd(Command.ECHO).arg("name");
    }
}
