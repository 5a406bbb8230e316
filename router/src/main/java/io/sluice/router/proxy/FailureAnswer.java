package io.sluice.router.proxy;

import io.sluice.router.pool.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** The router's own answers to clients. */
final class FailureAnswer {

    /** Discovery looks twice a second, so whoever comes back after one finds what there is to find. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private FailureAnswer() {}

    /** Answers and closes the connection, on which nothing further is to be read as HTTP. */
    static void sendAndClose(HttpServerRequest request, ProxyFailure failure, ProxyEvents events) {
        sendAndClose(request, failure, RETRY_AFTER, events);
    }

    /** The same, with the time after which to come back if that is worth it. */
    static void sendAndClose(HttpServerRequest request, ProxyFailure failure, Duration retryAfter, ProxyEvents events) {
        events.failed(failure);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request, failure, retryAfter)
                .eventually(() -> request.connection().close())
                .onFailure(clientGone -> {});
    }

    /**
     * Answers with the failure's status and reason as plain text.
     *
     * @return completes when it is sent; fails if the client has gone
     */
    static Future<Void> send(HttpServerRequest request, ProxyFailure failure) {
        return send(request, failure, RETRY_AFTER);
    }

    private static Future<Void> send(HttpServerRequest request, ProxyFailure failure, Duration retryAfter) {
        HttpServerResponse response = request.response()
                .setStatusCode(failure.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure.worthRetrying()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Refusal.inSeconds(retryAfter));
        }
        return response.end(failure.reason() + "\n");
    }
}
