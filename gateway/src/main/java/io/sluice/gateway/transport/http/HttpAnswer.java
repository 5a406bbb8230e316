package io.sluice.gateway.transport.http;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.net.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that do not become a stream. */
public final class HttpAnswer {

    private static final Logger log = LoggerFactory.getLogger(HttpAnswer.class);

    private HttpAnswer() {}

    /** Says no, with a reason in words that tells what to do. */
    public static void refuse(HttpServerRequest request, int status, String reason) {
        if (!request.response().ended()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end(reason + "\n")
                    .onFailure(cause -> log.debug(
                            PEER, "refusal not sent request={} cause={}", RequestId.of(request), cause.toString()));
        }
    }

    /** Says that all is well, without a body. */
    public static void noContent(HttpServerRequest request) {
        if (!request.response().ended()) {
            request.response()
                    .setStatusCode(204)
                    .end()
                    .onFailure(cause -> log.debug(
                            PEER, "answer not sent request={} cause={}", RequestId.of(request), cause.toString()));
        }
    }
}
