package io.sluice.common.protocol;

/**
 * Why a command failed. The connection stays open.
 *
 * <p>Codes 100 to 399 are the server's. Clients know the numbers: they never change. A temporary error invites the client to
 * try again later.
 */
public enum ErrorCode {
    INTERNAL(100, "internal server error", true),
    UNAUTHORIZED(101, "unauthorized", false),
    UNKNOWN_CHANNEL(102, "unknown channel", false),
    PERMISSION_DENIED(103, "permission denied", false),
    METHOD_NOT_FOUND(104, "method not found", false),
    ALREADY_SUBSCRIBED(105, "already subscribed", false),
    LIMIT_EXCEEDED(106, "limit exceeded", false),
    BAD_REQUEST(107, "bad request", false),
    NOT_AVAILABLE(108, "not available", false),
    /** Clients fetch a new token and try again, although it is not temporary. */
    TOKEN_EXPIRED(109, "token expired", false),
    EXPIRED(110, "expired", false),
    TOO_MANY_REQUESTS(111, "too many requests", true),
    UNRECOVERABLE_POSITION(112, "unrecoverable position", false),
    CONCURRENT_PAGINATION(113, "concurrent pagination", true);

    private final int code;
    private final String message;
    private final boolean temporary;

    ErrorCode(int code, String message, boolean temporary) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
    }

    public int code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** Whether the same command may succeed later. */
    public boolean temporary() {
        return temporary;
    }

    public ProtocolError error() {
        return new ProtocolError(code, message, temporary);
    }

    /** The reply that reports this error for the command with that id. */
    public Reply.Failed reply(long id) {
        return error().reply(id);
    }
}
