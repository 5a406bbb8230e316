package io.sluice.gateway.hook.http;

import java.io.Serial;

/** A back end's answer is larger than this node takes. */
final class AnswerTooLargeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(int maxBytes) {
        super("the answer is larger than " + maxBytes + " bytes (hooks.max_response_size)");
    }
}
