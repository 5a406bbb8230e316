package io.sluice.gateway.hook.http;

import io.sluice.gateway.endpoint.EndpointSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Posts to one endpoint. All of a call, from the wait for a connection to the last byte of the answer, shares one time-out; what is
 * still under way then is cut off, so that nothing is left of it. Certificates are verified against the JDK's trust store.
 */
final class HttpExchange {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final HttpClient client;
    private final EndpointSettings endpoint;
    private final int maxResponseBytes;
    private final LongSupplier nanoTime;

    /**
     * @param maxConnections most connections to the endpoint
     * @param maxResponseBytes largest body of an answer
     */
    HttpExchange(
            Vertx vertx, EndpointSettings endpoint, int maxConnections, int maxResponseBytes, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.maxResponseBytes = maxResponseBytes;
        this.nanoTime = nanoTime;
        int timeoutMillis = (int) endpoint.timeout().toMillis();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(timeoutMillis).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(maxConnections));
    }

    /** One call; its failure is a {@link TimeoutException}, an {@link AnswerTooLargeException}, or what the network says. */
    Future<BackendReply.Answered> post(Map<String, String> headers, Buffer body) {
        long deadlineNanos = nanoTime.getAsLong() + endpoint.timeout().toNanos();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.endpoint())
                .setConnectTimeout(endpoint.timeout().toMillis());
        headers.forEach(options::putHeader);
        options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return client.request(options).compose(request -> answer(request, body, deadlineNanos));
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<BackendReply.Answered> answer(HttpClientRequest request, Buffer body, long deadlineNanos) {
        long leftMillis = Math.max(1, (deadlineNanos - nanoTime.getAsLong()) / NANOS_PER_MILLI);
        return request.send(body)
                .compose(this::read)
                .timeout(leftMillis, TimeUnit.MILLISECONDS)
                .onFailure(cause -> request.reset());
    }

    private Future<BackendReply.Answered> read(HttpClientResponse response) {
        Promise<BackendReply.Answered> answered = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= maxResponseBytes) {
                body.appendBuffer(chunk);
            } else {
                answered.tryFail(new AnswerTooLargeException(maxResponseBytes));
            }
        });
        response.exceptionHandler(answered::tryFail);
        response.endHandler(end -> answered.tryComplete(new BackendReply.Answered(response.statusCode(), body)));
        return answered.future();
    }
}
