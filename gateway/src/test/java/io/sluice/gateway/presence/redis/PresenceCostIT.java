package io.sluice.gateway.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the figures of a channel cost Redis, by its own account. */
class PresenceCostIT {

    private static final int MANY = 100_000;
    private static final int FEW = 1000;
    private static final int LOOKS = 51;

    /** Microseconds that a look may take whose few steps find nothing in the processor's caches; to read all takes thousands. */
    private static final int COLD = 20;

    /** Nobody is to go before the last look. */
    private static final Duration TTL = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final ServerCommands commands = new ServerCommands(vertx, redis.settings());
    private final RedisPresence store = new RedisPresence(commands, RedisKeys.of("test"), TTL);

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

    /** A hundred times the members would cost a hundred times as much if they were read; ten times leaves room for noise. */
    @Test
    void figuresCostTheSameForManyMembersAsForFew() {
        fill("few", FEW);
        fill("many", MANY);

        assertThat(Outcomes.of(store.stats("many"))).isEqualTo(new PresenceStats(MANY, MANY / 2));
        long few = medianMicros("few");
        long many = medianMicros("many");

        assertThat(many).as("µs of Redis, against %d for few", few).isLessThan(10 * Math.max(few, COLD));
    }

    private void fill(String channel, int members) {
        for (int from = 0; from < members; from += FEW) {
            List<Member> batch = IntStream.range(from, from + FEW)
                    .mapToObj(i -> new Member(
                            channel, new ClientInfo("user" + i / 2, "client" + i, Payload.EMPTY, Payload.EMPTY)))
                    .toList();
            Outcomes.of(store.put(batch));
        }
    }

    /** By the slow log, which notes how long Redis was busy with a command and not how long anybody waited. */
    private long medianMicros(String channel) {
        Outcomes.of(store.stats(channel));
        config("slowlog-max-len", "1000");
        config("slowlog-log-slower-than", "0");
        Outcomes.of(commands.send(Request.cmd(Command.SLOWLOG).arg("RESET")));
        for (int i = 0; i < LOOKS; i++) {
            Outcomes.of(store.stats(channel));
        }
        Response log = Outcomes.of(
                commands.send(Request.cmd(Command.SLOWLOG).arg("GET").arg(1000)));
        List<Long> micros = new ArrayList<>();
        for (Response entry : log) {
            if (entry.get(3).get(0).toString().equalsIgnoreCase("EVALSHA")) {
                micros.add(entry.get(2).toLong());
            }
        }
        assertThat(micros).hasSize(LOOKS);
        return micros.stream().sorted().toList().get(LOOKS / 2);
    }

    private void config(String name, String value) {
        Outcomes.of(
                commands.send(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value)));
    }
}
