package io.sluice.gateway.presence.redis;

import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.presence.PresenceContract;
import io.sluice.gateway.presence.PresenceStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@link RedisPresence} keeps the promises of all presence stores in a Redis Cluster too. */
class ClusterPresenceIT extends PresenceContract {

    private final RedisSettings settings = LocalRedisCluster.shared().settings();
    private final RedisCommands commands = RedisCommands.of(vertx, settings);

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
        return new RedisPresence(commands, settings.keys(), ttl);
    }
}
