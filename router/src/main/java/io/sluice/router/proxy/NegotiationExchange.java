package io.sluice.router.proxy;

import io.sluice.router.negotiate.Negotiation;
import io.vertx.core.http.HttpServerRequest;

/** A request that the router answers itself, on a connection that may bring further requests. */
final class NegotiationExchange {

    private NegotiationExchange() {}

    /** Answers; called in the request handler, before it returns. A body, which nobody needs, is read and dropped. */
    static void start(ProxyLoop loop, Negotiation negotiation, HttpServerRequest request) {
        loop.connections().busy(request.connection());
        request.handler(body -> {});
        request.response().endHandler(sent -> loop.connections().idle(request.connection()));
        negotiation.answer(request);
    }
}
