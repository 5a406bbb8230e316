package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisScriptIT {

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final ServerCommands commands = new ServerCommands(vertx, redis.settings());
    private final String key = "script-" + UUID.randomUUID();
    private final RedisScript append = new RedisScript(commands, "return redis.call('RPUSH', KEYS[1], ARGV[1])");

    @BeforeEach
    void start() {
        Outcomes.of(commands.start());
    }

    @AfterEach
    void stop() {
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void scriptReturnsWhatItDid() {
        assertThat(Outcomes.of(run("a")).toInteger()).isEqualTo(1);
        assertThat(Outcomes.of(run("b")).toInteger()).isEqualTo(2);
    }

    @Test
    void wholeScriptIsSentOnceOnly() {
        for (int i = 0; i < 5; i++) {
            Outcomes.of(run("x"));
        }

        assertThat(calls("eval")).isEqualTo(1);
        assertThat(calls("evalsha")).isEqualTo(4);
    }

    @Test
    void scriptThatRedisHasForgottenIsSentAgain() {
        Outcomes.of(run("a"));
        Outcomes.of(commands.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        assertThat(Outcomes.of(run("b")).toInteger()).isEqualTo(2);
        assertThat(Outcomes.of(run("c")).toInteger()).isEqualTo(3);
    }

    @Test
    void scriptIsSentAgainAfterARestart() {
        Outcomes.of(run("a"));
        redis.killForcibly();
        await().until(() -> !commands.connected());
        redis.restart();
        await().until(commands::connected);

        assertThat(Outcomes.of(run("b")).toInteger()).isEqualTo(1);
        assertThat(calls("evalsha"))
                .as("the new server is not asked for what it cannot know")
                .isZero();
    }

    @Test
    void orderIsKeptFromTheFirstCallOn() {
        Context loop = vertx.getOrCreateContext();
        List<Future<?>> all = Outcomes.onLoop(loop, () -> {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(
                        i % 3 == 0
                                ? commands.send(
                                        Request.cmd(Command.RPUSH).arg(key).arg(i))
                                : run(String.valueOf(i)));
            }
            return sent;
        });
        all.forEach(Outcomes::of);

        Response list = Outcomes.of(
                commands.send(Request.cmd(Command.LRANGE).arg(key).arg(0).arg(-1)));
        for (int i = 0; i < 200; i++) {
            assertThat(list.get(i).toInteger()).isEqualTo(i);
        }
    }

    @Test
    void errorOfAScriptIsTheCallers() {
        RedisScript wrong = new RedisScript(commands, "return redis.call('NOSUCHCOMMAND')");

        for (int i = 0; i < 2; i++) {
            assertThat(Outcomes.failureOf(wrong.run(List.of(key), List.of())))
                    .isInstanceOf(RedisCommandException.class);
        }
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> RedisScript.of(commands, RedisUse.OTHER, RedisScriptIT.class, "missing.lua"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.lua");
    }

    private Future<Response> run(String value) {
        return append.run(List.of(key), List.of(Buffer.buffer(value)));
    }

    /** How often the server has been asked for a command since it runs. */
    private int calls(String command) {
        String stats = Outcomes.of(commands.send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> Integer.parseInt(line.replaceAll("[^:]*:calls=(\\d+),.*", "$1")))
                .findFirst()
                .orElse(0);
    }
}
