package io.sluice.router.proxy;

import io.sluice.router.proxy.relay.BackendChannel;
import io.sluice.router.proxy.relay.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A backend's refusal of an upgrade on its way to the client: status, headers and body as they are. The client's
 * connection is closed after it, since what follows on it is no longer read as HTTP.
 *
 * <p>Threading: confined to the event loop of the exchange.
 */
final class RefusedUpgrade {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final BackendChannel backend;

    RefusedUpgrade(HttpServerRequest request, ResponseHead head, BackendChannel backend) {
        this.request = request;
        this.response = request.response();
        this.backend = backend;
        response.setStatusCode(head.status()).setStatusMessage(head.reason());
        EndToEndHeaders.pass(head.headers(), response);
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (!head.headers().contains(HttpHeaders.CONTENT_LENGTH) && mayHaveBody(head.status())) {
            response.setChunked(true);
        }
    }

    void body(Buffer chunk) {
        response.write(chunk).onFailure(clientGone -> backend.close());
        if (response.writeQueueFull()) {
            backend.pause();
            response.drainHandler(drained -> backend.resume());
        }
    }

    void end() {
        response.end().onComplete(sent -> closeClient());
    }

    /** The client gets no proper end, so that it does not take a part for the whole. */
    void broken() {
        closeClient();
    }

    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    private void closeClient() {
        request.connection().close().onFailure(alreadyClosed -> {});
    }
}
