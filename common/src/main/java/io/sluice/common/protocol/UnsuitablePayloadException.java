package io.sluice.common.protocol;

/**
 * A reply has a payload that the format cannot carry: bytes that are no JSON value, for a client that speaks JSON.
 *
 * <p>The right answer is {@link DisconnectCode#INAPPROPRIATE_PROTOCOL}: the client could never be sent what it asked for. It has
 * no stack trace, since a publication may meet many such clients.
 */
public final class UnsuitablePayloadException extends RuntimeException {
    public UnsuitablePayloadException(String reason) {
        super(reason, null, false, false);
    }
}
