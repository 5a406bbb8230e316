package io.sluice.gateway.control;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Holds the limit on what goes with a question or an order. */
public final class Details {

    private Details() {}

    /** {@code details}, or a failure if they are too large. */
    public static Future<Buffer> withinLimit(Buffer details) {
        return details.length() <= Control.MAX_DETAILS_BYTES
                ? Future.succeededFuture(details)
                : Future.failedFuture(new IllegalArgumentException("details may have " + Control.MAX_DETAILS_BYTES
                        + " bytes at most but had " + details.length()));
    }
}
