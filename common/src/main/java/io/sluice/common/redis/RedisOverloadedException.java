package io.sluice.common.redis;

/** Too many commands, or too many bytes of them, already wait for Redis; this one was not sent and did not run. */
public final class RedisOverloadedException extends RedisUnavailableException {

    RedisOverloadedException(String message) {
        super(message, false);
    }
}
