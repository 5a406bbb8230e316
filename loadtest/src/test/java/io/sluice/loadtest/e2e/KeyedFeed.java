package io.sluice.loadtest.e2e;

import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.ApiStatusException;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Publishes {@code {"n":1}}, {@code {"n":2}} … into a new channel by the server API, one after the other, each once and until it is out, with
 * a key that may be changed meanwhile.
 */
final class KeyedFeed {

    private static final long INTERVAL_MILLIS = 10;

    private final Vertx vertx;
    private final String channel;
    private final Promise<Long> stopped = Promise.promise();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    // Volatile because the test sets them and a loop reads them.
    private volatile HttpApi api;
    private volatile boolean stopping;

    private KeyedFeed(Vertx vertx, HttpApi api, String channel) {
        this.vertx = vertx;
        this.api = api;
        this.channel = channel;
    }

    static KeyedFeed start(Vertx vertx, HttpApi api, String channel) {
        KeyedFeed feed = new KeyedFeed(vertx, api, channel);
        feed.publish(1);
        return feed;
    }

    /** Publishes by this one from the next call on. */
    void use(HttpApi other) {
        api = other;
    }

    /** What the server answered by a status of its own instead of taking a publication. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Ends after the publication that is under way; completes with the number of the last. */
    Future<Long> stop() {
        stopping = true;
        return stopped.future();
    }

    private void publish(long number) {
        String publication = Json.object()
                .put("channel", channel)
                .put("idempotency_key", Long.toString(number))
                .set("data", Json.object().put("n", number))
                .toString();
        api.call(new ApiCommand("publish", publication))
                .onSuccess(reply -> {
                    boolean out = reply.error().isEmpty();
                    if (out && stopping) {
                        stopped.complete(number);
                    } else {
                        later(out ? number + 1 : number);
                    }
                })
                .onFailure(cause -> {
                    if (cause instanceof ApiStatusException refusal) {
                        refusals.add(refusal.getMessage());
                    }
                    later(number);
                });
    }

    private void later(long number) {
        vertx.setTimer(INTERVAL_MILLIS, timer -> publish(number));
    }
}
