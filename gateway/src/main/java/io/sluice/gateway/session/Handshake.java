package io.sluice.gateway.session;

import io.sluice.common.net.RequestId;
import io.sluice.gateway.trace.Origin;
import io.sluice.gateway.trace.Span;
import io.sluice.gateway.trace.TraceContext;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.http.HttpServerRequest;

/**
 * The HTTP request by which a client came, until its connect command is answered. What happens later has nothing to do with it, so
 * connections do not keep it.
 *
 * @param requestId its name in logs; empty if it has none
 */
public record Handshake(String requestId, Span span) {

    /** One that is over. */
    public static final Handshake OVER = new Handshake("", Span.NONE);

    /** Begins with the request. */
    public static Handshake begin(HttpServerRequest request, TransportKind kind, Tracing tracing) {
        Span span = tracing.begin("handshake", Tracing.Kind.SERVER, TraceContext.of(request));
        span.attribute("sluice.transport", kind.label());
        return new Handshake(RequestId.of(request), span);
    }

    /** The client went before it could send its connect command. */
    public void broken() {
        span.fail("the client went");
        span.end();
    }

    /** For what is asked because of it. */
    Origin origin() {
        return new Origin(requestId, span.context());
    }
}
