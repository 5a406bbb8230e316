package io.sluice.gateway.auth.jwks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets key sets over HTTP. Follows no redirects: who moves keys elsewhere should have to say so in the settings. */
final class JwkSetFetcher {

    private static final Logger log = LoggerFactory.getLogger(JwkSetFetcher.class);

    /** Time for one fetch from beginning to end; clients wait for it, and for their connect reply at most ten seconds. */
    private static final long TIMEOUT_MILLIS = 5_000;

    /** Most bytes of a document; 100 RSA keys of 4096 bits with their certificates stay below. */
    private static final int MAX_BYTES = 1024 * 1024;

    /** Connections kept for one host; fetches are rare. */
    private static final int CONNECTIONS = 2;

    private static final int OK = 200;

    private final HttpClientAgent client;

    JwkSetFetcher(Vertx vertx) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) TIMEOUT_MILLIS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /**
     * Fails with {@link UnavailableKeyException} after 5 seconds at the latest; the reason is in the log for the operator, with
     * the endpoint's address.
     */
    Future<JwkSet> fetch(URI endpoint) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(endpoint.toString())
                        .putHeader("Accept", "application/json"))
                .compose(this::exchange)
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map(body -> JwkSet.parse(body.toString(UTF_8)))
                .recover(failure -> {
                    log.warn(
                            "keys of tokens cannot be fetched endpoint={} cause=\"{}\"",
                            endpoint,
                            failure.getMessage());
                    return Future.failedFuture(new UnavailableKeyException("the keys cannot be fetched"));
                });
    }

    private Future<Buffer> exchange(HttpClientRequest request) {
        return request.send()
                .compose(JwkSetFetcher::body)
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    var unused = request.reset();
                });
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture(new UnavailableKeyException("its status is " + response.statusCode()));
        }
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BYTES) {
                promise.tryFail(new UnavailableKeyException("it is longer than 1 MiB"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(promise::tryFail);
        response.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }

    Future<Void> close() {
        return client.close();
    }
}
