package io.sluice.gateway.hook.ledger.redis;

import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.LedgerContract;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@link RedisLedger} keeps the promises of all ledgers in a Redis Cluster too. */
class ClusterLedgerIT extends LedgerContract {

    private final Vertx vertx = Vertx.vertx();
    private final RedisSettings settings = LocalRedisCluster.shared().settings();
    private final RedisCommands commands = RedisCommands.of(vertx, settings);

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
        return new RedisLedger(commands, settings.keys(), node);
    }
}
