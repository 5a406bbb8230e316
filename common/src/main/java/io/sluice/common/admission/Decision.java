package io.sluice.common.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The answer to a client that wants to be let in. */
public sealed interface Decision {

    /** It is let in; the ticket is to be closed with its connection. */
    record Admitted(AdmissionTicket ticket) implements Decision {}

    /**
     * It is not.
     *
     * @param retryAfter time after which it is to come back
     */
    record Refused(RefusalReason refusal, Duration retryAfter) implements Decision {

        /** The value of {@code Retry-After}: whole seconds, at least 1. */
        public String retryAfterSeconds() {
            long nanos = retryAfter.toNanos();
            return String.valueOf(Math.max(1, (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
