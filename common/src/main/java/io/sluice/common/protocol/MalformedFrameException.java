package io.sluice.common.protocol;

/**
 * The peer sent bytes that are not what the format prescribes.
 *
 * <p>The message is a plain reason that names the place and what was expected there; it never repeats what the peer sent, so
 * it is safe to log. It has no stack trace: the fault is the peer's, and a hostile one could make us fill many.
 */
public final class MalformedFrameException extends RuntimeException {
    public MalformedFrameException(String reason) {
        super(reason, null, false, false);
    }
}
