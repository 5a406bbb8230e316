package io.sluice.gateway.trace;

/**
 * Where a question to a back end comes from.
 *
 * @param requestId of the HTTP request because of which it is asked; empty when that is long over
 * @param trace the step that asks
 */
public record Origin(String requestId, TraceContext trace) {

    public static final Origin NONE = new Origin("", TraceContext.NONE);
}
