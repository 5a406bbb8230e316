package io.sluice.common.redis;

/**
 * Redis answered one command with an error. The connection and all other commands are unharmed.
 *
 * <p>Carries no stack trace, because it tells of the server's state and not of the caller's.
 */
public final class RedisCommandException extends RuntimeException {

    RedisCommandException(String message) {
        super(message, null, false, false);
    }

    /** The first word of the answer, for example {@code NOSCRIPT}, {@code WRONGTYPE}, {@code NOPERM} or {@code ERR}. */
    public String code() {
        String message = String.valueOf(getMessage());
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }

    /** Whether the server has become a replica, which takes no writes. */
    boolean isReadOnly() {
        return "READONLY".equals(code());
    }

    /** Whether Redis has no room for what the command might add; commands that add nothing still run. */
    public boolean isOutOfMemory() {
        return "OOM".equals(code());
    }

    /** Whether Redis does not know the script of an {@code EVALSHA}: send it again as {@code EVAL}. */
    public boolean isNoScript() {
        return "NOSCRIPT".equals(code());
    }
}
