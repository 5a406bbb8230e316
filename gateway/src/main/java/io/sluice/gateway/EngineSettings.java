package io.sluice.gateway;

import io.sluice.common.config.Setting;
import io.sluice.common.redis.RedisSettings;

/** What carries publications between nodes. */
record EngineSettings(
        @Setting(value = "memory", doc = "memory for a single node, redis for a cluster") Type type,
        @Setting(doc = "The Redis of the engine redis") RedisSettings redis) {

    enum Type {
        MEMORY,
        REDIS
    }
}
