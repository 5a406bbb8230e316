package io.sluice.loadtest.e2e;

import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.util.List;

/**
 * Publishes {@code {"n":1}}, {@code {"n":2}} … into each of some channels by the server API, at a steady pace, until each
 * number is out: what fails is tried again. Each number has its idempotency key, so it is published once, whatever became
 * of the first attempt, and in a new channel the numbers are the offsets.
 *
 * <p>Threading: all but {@link #start} happens on the loop of its timers.
 */
final class NumberedFeed {

    private static final long RETRY_MILLIS = 100;

    private final Clients clients;
    private final HttpApi api;
    private final List<String> channels;
    private final int last;
    private final Promise<Void> done = Promise.promise();

    private int due;
    private int next;
    private boolean busy;

    private NumberedFeed(Clients clients, URI apiUrl, List<String> channels, int first, int last) {
        this.clients = clients;
        this.api = new HttpApi(clients.vertx(), apiUrl, "");
        this.channels = List.copyOf(channels);
        this.last = last;
        this.due = first - 1;
        this.next = first;
    }

    /**
     * Publishes the numbers from {@code first} to {@code last}; completes when all are out.
     *
     * @param intervalMillis time between two numbers; a feed that was held up hurries until it has caught up
     */
    static Future<Void> start(
            Clients clients, URI apiUrl, List<String> channels, int first, int last, long intervalMillis) {
        NumberedFeed feed = new NumberedFeed(clients, apiUrl, channels, first, last);
        long timer = clients.vertx().setPeriodic(intervalMillis, tick -> feed.tick());
        return feed.done.future().onComplete(out -> clients.vertx().cancelTimer(timer));
    }

    private void tick() {
        due = Math.min(due + 1, last);
        publishDue();
    }

    private void publishDue() {
        if (busy || next > due) {
            return;
        }
        busy = true;
        api.batch(channels.stream().map(channel -> command(channel, next)).toList())
                .compose(NumberedFeed::allOut)
                .onSuccess(out -> {
                    busy = false;
                    if (next++ == last) {
                        done.complete();
                    } else {
                        publishDue();
                    }
                })
                .onFailure(cause -> clients.vertx().setTimer(RETRY_MILLIS, timer -> {
                    busy = false;
                    publishDue();
                }));
    }

    private static ApiCommand command(String channel, int number) {
        return new ApiCommand(
                "publish",
                Json.object()
                        .put("channel", channel)
                        .put("idempotency_key", channel + "-" + number)
                        .set("data", Json.object().put("n", number))
                        .toString());
    }

    private static Future<Void> allOut(List<ApiReply> replies) {
        return replies.stream().allMatch(reply -> reply.error().isEmpty())
                ? Future.succeededFuture()
                : Future.failedFuture("not all were published: " + replies);
    }
}
