package io.sluice.common.redis;

/**
 * Redis could not be asked, or did not answer in time. A passing fault: the caller may try again later.
 *
 * <p>Made in numbers when Redis dies, so it carries no stack trace.
 */
public sealed class RedisUnavailableException extends RuntimeException permits RedisOverloadedException {

    private final boolean sent;

    RedisUnavailableException(String message, boolean sent) {
        super(message, null, false, false);
        this.sent = sent;
    }

    /**
     * Whether the command had been written before the connection or the patience ended. If so nobody knows whether Redis
     * ran it, and repeating it may run it twice; if not, it did certainly not run.
     */
    public final boolean sent() {
        return sent;
    }
}
