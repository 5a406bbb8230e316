package io.sluice.loadtest.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.Publication;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Subscribes to a channel, publishes to it through the server API, and waits for the publication to arrive.
 *
 * <p>Threading: may be used by any thread; futures complete on a Vert.x context.
 */
public final class DeliveryCheck {
    private static final double NANOS_PER_MILLI = 1e6;
    /** For the farewell, which a server that hangs would never answer. */
    private static final long CLOSE_SECONDS = 1;

    /**
     * What is checked.
     *
     * @param socket where clients connect, e.g. {@code ws://host:8000/connection/websocket}
     * @param api where the API is, e.g. {@code http://host:8000/api}
     * @param channel nobody else's
     * @param timeout for all steps together
     */
    public record Target(URI socket, URI api, String channel, Duration timeout) {}

    /**
     * It works.
     *
     * @param node that the subscriber was connected to, empty if the server does not tell
     * @param millis from the call of the API to the arrival
     */
    public record Delivered(String node, double millis) {}

    private final Vertx vertx;
    private final Target target;
    private final Credentials credentials;
    private final HttpApi api;
    private final TimeSource time;

    public DeliveryCheck(Vertx vertx, Target target, String apiKey, Credentials credentials, TimeSource time) {
        this.vertx = vertx;
        this.target = target;
        this.credentials = credentials;
        this.api = HttpApi.at(vertx, target.api(), apiKey);
        this.time = time;
    }

    /** Does it once; fails with {@link CheckFailedException}. The client is gone when it completes. */
    public Future<Delivered> run() {
        long deadline = time.nanos() + target.timeout().toNanos();
        String data = Json.object().put("check", target.channel()).toString();
        Promise<Long> arrival = Promise.promise();
        ProtocolClient.Listener listener = new ProtocolClient.Listener() {
            @Override
            public void publication(Publication publication) {
                if (publication.channel().equals(target.channel())
                        && publication.data().equals(data)) {
                    arrival.tryComplete(time.nanos());
                }
            }

            @Override
            public void closed(int code, String reason) {
                arrival.tryFail("the connection was closed: " + code + " " + reason);
            }
        };
        return step("connecting to " + target.socket(), deadline, connect(listener))
                .compose(client -> step(
                                "subscribing to " + target.channel(),
                                deadline,
                                client.command("subscribe", subscribe()))
                        .compose(subscribed -> publishAndAwait(data, arrival, deadline))
                        .map(millis -> new Delivered(
                                client.connectResult().path("node").asText(), millis))
                        .eventually(() -> client.close().timeout(CLOSE_SECONDS, TimeUnit.SECONDS)));
    }

    private Future<ProtocolClient> connect(ProtocolClient.Listener listener) {
        ObjectNode connect = Json.object();
        credentials.connection().ifPresent(token -> connect.put("token", token));
        return ProtocolClient.connect(
                vertx, ProtocolClient.sockets(vertx, 1), ProtocolClient.to(target.socket()), connect, listener);
    }

    private ObjectNode subscribe() {
        ObjectNode subscribe = Json.object().put("channel", target.channel());
        credentials.subscription(target.channel()).ifPresent(token -> subscribe.put("token", token));
        return subscribe;
    }

    private Future<Double> publishAndAwait(String data, Promise<Long> arrival, long deadline) {
        long publishedNanos = time.nanos();
        Future<ApiReply> answer = api.publish(target.channel(), data).compose(reply -> reply.error()
                .<Future<ApiReply>>map(error -> Future.failedFuture("the API answered " + error))
                .orElseGet(() -> Future.succeededFuture(reply)));
        return step("publishing by " + target.api(), deadline, answer)
                .compose(published -> step("waiting for the publication", deadline, arrival.future()))
                .map(arrivedNanos -> (arrivedNanos - publishedNanos) / NANOS_PER_MILLI);
    }

    /** The outcome within what is left of the time, a failure with the name of the step. */
    private <T> Future<T> step(String name, long deadline, Future<T> outcome) {
        long leftNanos = Math.max(1, deadline - time.nanos());
        return outcome.timeout(leftNanos, TimeUnit.NANOSECONDS)
                .recover(failure -> Future.failedFuture(
                        new CheckFailedException(name + ": " + FailureWords.of(failure, target.timeout()), failure)));
    }
}
