package io.sluice.common.redis;

/** What a command to Redis is for, by which times are told apart. */
public enum RedisUse {
    PUBLISH,
    HISTORY,
    PRESENCE,
    SUBSCRIBE,
    OTHER
}
