package io.sluice.common.redis;

import java.nio.ByteBuffer;

/**
 * One message of a channel.
 *
 * @param channel the name by which the channel was subscribed; always the same object for the same subscription
 * @param payload the bytes as published, from its position to its limit. A view of all that one read brought, so it must not
 *     be modified, and what is to be kept for long is better copied.
 */
public record RedisMessage(String channel, ByteBuffer payload) {}
