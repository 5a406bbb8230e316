package io.sluice.gateway.hook.http;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** How a call of a back end ended. */
sealed interface BackendReply {

    /** It answered something. */
    record Answered(int status, Buffer body) implements BackendReply {}

    /** There is no answer. */
    record Missing(Reason reason, String detail) implements BackendReply {

        Missing(Reason reason) {
            this(reason, "");
        }
    }

    /** Why there is no answer. */
    enum Reason {
        /** Not called: too many calls are under way. */
        OVERLOADED,
        /** Not called: it failed too often of late. */
        BREAKER_OPEN,
        TIMEOUT,
        /** No connection, or one that broke. */
        UNREACHABLE,
        /** The answer is larger than allowed. */
        TOO_LARGE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
