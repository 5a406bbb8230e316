package io.sluice.gateway.hook.http;

import java.io.Serial;

/** What a back end answered is no answer; the message says what is wrong with it, without showing it. */
final class MalformedAnswerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
