package io.sluice.gateway.metrics;

import io.sluice.common.threading.ThreadSafe;
import java.util.function.LongSupplier;

/** Calls of the server API by method and outcome, with the time that they took; both come from fixed sets. Any thread. */
@ThreadSafe
public final class ApiCounters {

    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;

    /** @param nanoTime monotonic clock */
    public ApiCounters(GatewayMetrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** A call begins. */
    public Call begin(String method) {
        return new Call(method, nanoTime.getAsLong());
    }

    /** One call. */
    public final class Call {

        private final String method;
        private final long begunNanos;

        private Call(String method, long begunNanos) {
            this.method = method;
            this.begunNanos = begunNanos;
        }

        /** It is answered. */
        public void ended(boolean ok) {
            metrics.histogram(GatewayMetric.API_REQUEST_SECONDS, method, ok ? "ok" : "error")
                    .record(nanoTime.getAsLong() - begunNanos);
        }
    }
}
