package io.sluice.gateway.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.presence.PresenceContract;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.sluice.gateway.presence.PresenceUnavailableException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link RedisPresence} keeps the promises of all presence stores. */
class RedisPresenceIT extends PresenceContract {

    private final String prefix = "test-" + UUID.randomUUID();
    private final ServerCommands commands =
            new ServerCommands(vertx, TestRedis.shared().settings());

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(commands.stop());
    }

    @Override
    protected PresenceStore newStore(Duration ttl) {
        return new RedisPresence(commands, RedisKeys.of(prefix), ttl);
    }

    @Test
    void storesOfAllNodesShareTheirMembers() {
        PresenceStore second = newStore(PresenceStore.TTL);
        Outcomes.of(store().put(List.of(member(channel, "ann:1"))));
        Outcomes.of(second.put(List.of(member(channel, "ann:2"))));

        assertThat(Outcomes.of(store().stats(channel))).isEqualTo(new PresenceStats(2, 1));
        Outcomes.of(store().remove(channel, "2", "ann"));
        assertThat(Outcomes.of(second.members(channel))).containsOnlyKeys("1");
    }

    @Test
    void everyKeyExpires() {
        Outcomes.of(store().put(List.of(member(channel, "ann:1"))));

        for (String kind : List.of("data", "expire", "users")) {
            Request left = Request.cmd(Command.PTTL).arg(prefix + ".presence." + kind + "." + channel);
            assertThat(Outcomes.of(commands.send(left)).toLong()).isBetween(1L, 60_000L);
        }
    }

    @Test
    void membersThatNobodyCanReadAreLeftOut() {
        Outcomes.of(store().put(List.of(member(channel, "ann:1"))));
        Outcomes.of(commands.send(Request.cmd(Command.HSET)
                .arg(prefix + ".presence.data." + channel)
                .arg("2")
                .arg("rubbish")));

        assertThat(Outcomes.of(store().members(channel))).containsOnlyKeys("1");
    }

    @Test
    void everythingFailsAsUnavailableWithoutRedis() {
        Outcomes.of(commands.stop());

        List<Future<?>> operations = List.of(
                store().put(List.of(member(channel, "ann:1"))),
                store().remove(channel, "1", "ann"),
                store().members(channel),
                store().stats(channel));

        assertThat(operations).allSatisfy(operation -> assertThat(Outcomes.failureOf(operation))
                .isInstanceOf(PresenceUnavailableException.class));
    }
}
