package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link ServerCommands} against a healthy server. */
class RedisCommandsIT {

    private final String key = "test." + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final ServerCommands commands =
            new ServerCommands(vertx, TestRedis.shared().settings());

    @BeforeEach
    void connect() {
        Outcomes.of(Outcomes.onLoop(loop, commands::start));
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void startedCommandsAreConnected() {
        assertThat(commands.connected()).isTrue();
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void eachCommandGetsItsOwnAnswerWhenOthersOfTheBatchAreRefused() {
        List<Future<Response>> outcomes = Outcomes.onLoop(
                loop,
                () -> List.of(
                        commands.send(Request.cmd(Command.SET).arg(key).arg("text")),
                        commands.send(Request.cmd(Command.INCR).arg(key)),
                        commands.send(Request.cmd(Command.LPUSH).arg(key).arg("x")),
                        commands.send(Request.cmd(Command.GET).arg(key))));

        assertThat(Outcomes.of(outcomes.get(0))).hasToString("OK");
        assertThat(refusalOf(outcomes.get(1)).code()).isEqualTo("ERR");
        assertThat(refusalOf(outcomes.get(2)).code()).isEqualTo("WRONGTYPE");
        assertThat(Outcomes.of(outcomes.get(3))).hasToString("text");
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void missingKeyIsNull() {
        assertThat(Outcomes.of(commands.send(Request.cmd(Command.GET).arg(key))))
                .isNull();
    }

    @Test
    void unknownScriptIsRecognised() {
        String unknownDigest = "0".repeat(40);

        RedisCommandException refusal = refusalOf(
                commands.send(Request.cmd(Command.EVALSHA).arg(unknownDigest).arg(0)));

        assertThat(refusal.isNoScript()).isTrue();
    }

    @Test
    void commandsOfOneThreadRunInTheOrderOfTheirCalls() {
        List<Future<Response>> outcomes =
                times(20_000, i -> commands.send(Request.cmd(Command.INCR).arg(key)));

        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(Outcomes.of(outcomes.get(i)).toInteger()).isEqualTo(i + 1);
        }
        assertThat(commands.waiting()).isZero();
    }

    @Test
    void outcomeArrivesOnTheContextThatSent() {
        Context other = vertx.getOrCreateContext();

        Future<Boolean> sameContext = Outcomes.onLoop(
                other, () -> commands.send(Request.cmd(Command.PING)).map(pong -> Vertx.currentContext() == other));

        assertThat(other).isNotSameAs(loop);
        assertThat(Outcomes.of(sameContext)).isTrue();
    }

    @Test
    void tooManyWaitingCommandsAreRefusedAndTheOthersAnswered() {
        // In one turn of the connection's own loop, so that no answer comes between.
        List<Future<Response>> outcomes = Outcomes.onLoop(
                loop, () -> times(CommandBudget.MAX_COMMANDS + 1, i -> commands.send(Request.cmd(Command.PING))));

        assertThat(Outcomes.failureOf(outcomes.get(CommandBudget.MAX_COMMANDS)))
                .isInstanceOf(RedisOverloadedException.class);
        for (Future<Response> accepted : outcomes.subList(0, CommandBudget.MAX_COMMANDS)) {
            assertThat(Outcomes.of(accepted)).hasToString("PONG");
        }
        assertThat(Outcomes.of(commands.send(Request.cmd(Command.PING)))).hasToString("PONG");
    }

    @Test
    void tooManyWaitingBytesAreRefused() {
        Buffer large = Buffer.buffer(new byte[(int) CommandBudget.MAX_BYTES]);

        Future<Response> outcome =
                commands.send(Request.cmd(Command.SET).arg(key).arg(large));

        assertThat(Outcomes.failureOf(outcome))
                .isInstanceOfSatisfying(RedisOverloadedException.class, refused -> assertThat(refused.sent())
                        .isFalse());
        assertThat(commands.waiting()).isZero();
    }

    @Test
    void commandsThatChangeTheConnectionAreRefused() {
        assertThatThrownBy(() -> commands.send(Request.cmd(Command.SUBSCRIBE).arg("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subscribe");
        assertThatThrownBy(() -> commands.send(Request.cmd(Command.SELECT).arg(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongNumberOfArgumentsIsRefused() {
        assertThatThrownBy(() -> commands.send(Request.cmd(Command.SET).arg("no value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arguments");
    }

    @Test
    void stoppedCommandsFailAtOnce() {
        Outcomes.of(commands.stop());

        Future<Response> outcome = commands.send(Request.cmd(Command.PING));

        assertThat(outcome.cause()).isInstanceOf(RedisUnavailableException.class);
    }

    @Test
    void startingTwiceIsAnError() {
        assertThatThrownBy(commands::start).isInstanceOf(IllegalStateException.class);
    }

    private static RedisCommandException refusalOf(Future<?> outcome) {
        return (RedisCommandException) Outcomes.failureOf(outcome);
    }

    private static List<Future<Response>> times(int count, IntFunction<Future<Response>> send) {
        return IntStream.range(0, count).mapToObj(send).toList();
    }
}
