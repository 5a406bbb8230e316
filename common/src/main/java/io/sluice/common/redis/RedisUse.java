package io.sluice.common.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** What a command to Redis is for, by which times are told apart. */
public enum RedisUse {
    PUBLISH,
    HISTORY,
    PRESENCE,
    SUBSCRIBE,
    OTHER;

    private static final String PUBLISHES = Command.PUBLISH.toString();

    /** What the command's name alone tells. */
    static RedisUse of(Request request) {
        return request.command().toString().equals(PUBLISHES) ? PUBLISH : OTHER;
    }
}
