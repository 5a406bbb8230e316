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

    /** Answers and closes the connection, on which nothing further is to be read as HTTP. */
    static void sendAndClose(HttpServerRequest request, ProxyFailure failure, ProxyEvents events) {
        events.failed(failure);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, failure).eventually(() -> request.connection().close()).onFailure(clientGone -> {});
    }

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
