package io.sluice.gateway.trace;

import io.vertx.core.Future;

/**
 * Where spans go. There is one for the node.
 *
 * <p>Threading: any thread. Nothing blocks or throws; spans that the collector does not take are dropped.
 */
public interface Tracing {

    /** Records nothing and costs nothing. */
    Tracing OFF = new Tracing() {
        @Override
        public Span begin(String name, Kind kind, TraceContext parent) {
            return Span.NONE;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    };

    /** Which side of a call a span tells of. */
    enum Kind {
        SERVER,
        CLIENT
    }

    /**
     * Begins a span.
     *
     * @param name of a small set, for example {@code POST /api/publish}
     * @param parent where it follows from; with {@link TraceContext#NONE}, or what is malformed, it begins a trace
     */
    Span begin(String name, Kind kind, TraceContext parent);

    /** Sends what is left; completes when that is done, or given up. */
    Future<Void> close();
}
