package io.sluice.common.admission;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The HTTP answer to a client that is not let in. */
public final class RefusalAnswer {

    private RefusalAnswer() {}

    /**
     * Answers with the status, the reason in words and {@code Retry-After}, and ends the connection: the sockets of those who wait
     * would pile up.
     *
     * @return completes when it is sent and the connection closed; fails if the client has gone
     */
    public static Future<Void> send(HttpServerRequest request, Decision.Refused refused) {
        return request.response()
                .setStatusCode(refused.refusal().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.RETRY_AFTER, refused.retryAfterSeconds())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(refused.refusal().reason() + "\n")
                .eventually(() -> request.connection().close()); // Vert.x does so only if the client asked for it
    }
}
