package io.sluice.common.redis;

import org.jspecify.annotations.Nullable;

/** A local Redis server could not be found, started or reached; the message says what to do. */
public final class LocalRedisException extends RuntimeException {

    LocalRedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
