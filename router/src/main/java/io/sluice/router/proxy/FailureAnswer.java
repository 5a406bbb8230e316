package io.sluice.router.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The router's own answers to clients. */
final class FailureAnswer {

    /** Seconds. Discovery looks twice a second, so whoever comes back after one finds what there is to find. */
    private static final String RETRY_AFTER = "1";

    private FailureAnswer() {}

    /**
     * Answers with the failure's status and reason as plain text.
     *
     * @return completes when it is sent; fails if the client has gone
     */
    static Future<Void> send(HttpServerRequest request, ProxyFailure failure) {
        HttpServerResponse response = request.response()
                .setStatusCode(failure.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure.worthRetrying()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return response.end(failure.reason() + "\n");
    }
}
