package io.sluice.gateway.trace;

import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * A place in a trace, as two headers of W3C Trace Context tell it to the next program. Whether they are well-formed only {@link
 * Tracing} finds out.
 *
 * @param traceparent empty for no place at all
 * @param tracestate what vendors add; may be empty
 */
public record TraceContext(String traceparent, String tracestate) {

    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** Outside of any trace. */
    public static final TraceContext NONE = new TraceContext("", "");

    /** The place that a request came from. */
    public static TraceContext of(HttpServerRequest request) {
        String parent = request.getHeader(TRACEPARENT);
        return parent == null
                ? NONE
                : new TraceContext(parent, Objects.requireNonNullElse(request.getHeader(TRACESTATE), ""));
    }

    public boolean isNone() {
        return traceparent.isEmpty();
    }
}
