package io.sluice.gateway.hook.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.LedgerContract;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link RedisLedger} keeps the promises of all ledgers. */
class RedisLedgerIT extends LedgerContract {

    private final Vertx vertx = Vertx.vertx();
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
        Outcomes.of(vertx.close());
    }

    @Override
    protected ConnectionLedger page(String node) {
        return new RedisLedger(commands, RedisKeys.of(prefix), node);
    }

    @Test
    void entryThatCannotBeReadIsLeftOutOfAClaim() {
        Outcomes.of(page("dead").renew(Duration.ofMinutes(1)));
        Outcomes.of(commands.send(
                Request.cmd(Command.HSET).arg(prefix + ".ledger.dead").arg("a").arg("nonsense")));
        Outcomes.of(page("dead").leave());

        assertThat(Outcomes.of(page("n").claim(10))).isEmpty();
    }
}
