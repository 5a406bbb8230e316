package io.sluice.common.redis;

import io.vertx.core.buffer.Buffer;

/**
 * One message of a Redis channel.
 *
 * @param channel the Redis channel as it was subscribed
 * @param payload the bytes as published; must not be modified
 */
public record RedisMessage(String channel, Buffer payload) {}
