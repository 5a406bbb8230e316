package io.sluice.loadtest.feed;

import io.sluice.loadtest.client.ApiError;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.ApiStatusException;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Publishes batches through the HTTP API, one request at a time, so that the order within each channel is kept.
 *
 * <p>What fails for the moment is tried {@value #MAX_ATTEMPTS} times in some six seconds: the items that the server
 * answers with a temporary error (only these, so such an item may come behind a later one of its batch), and the whole
 * batch when the connection broke or the server is unavailable. A batch whose answer was lost may thus be published
 * twice: delivery is at least once.
 *
 * <p>Threading: for one thread at a time; it blocks until the batch is settled.
 */
@ThreadConfined
public final class BatchPublisher {
    static final int MAX_ATTEMPTS = 7;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** An item that the server does not take, for good or after all attempts. */
    public record Rejection(Outgoing item, ApiError error) {}

    private final HttpApi api;
    private final URI url;
    private final TimeSource time;
    /** Whether the server has answered ever; one that never has is not waited for. */
    private boolean reached;

    /** A publisher to {@code api}, which talks to {@code url}. */
    public BatchPublisher(HttpApi api, URI url, TimeSource time) {
        this.api = api;
        this.url = url;
        this.time = time;
    }

    /**
     * Publishes the items in their order.
     *
     * @return those that were rejected, empty when all were published
     * @throws FeedAbortedException when the server is not there, or refuses the request as such
     */
    public List<Rejection> publish(List<Outgoing> items) throws FeedAbortedException, InterruptedException {
        List<Rejection> rejected = new ArrayList<>();
        List<Rejection> undecided = List.of();
        List<Outgoing> left = items;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            if (attempt > 1) {
                pauseBefore(attempt);
            }
            List<ApiReply> replies = request(left, attempt);
            if (replies.isEmpty()) {
                continue;
            }
            undecided = settle(left, replies, rejected);
            left = undecided.stream().map(Rejection::item).toList();
            if (attempt == MAX_ATTEMPTS) {
                break;
            }
        }
        rejected.addAll(undecided);
        return rejected;
    }

    /** Sorts the errors out: lasting ones into {@code rejected}, temporary ones into the result. */
    private static List<Rejection> settle(List<Outgoing> items, List<ApiReply> replies, List<Rejection> rejected) {
        List<Rejection> temporary = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Outgoing item = items.get(i);
            replies.get(i).error().ifPresent(error -> (error.temporary() ? temporary : rejected)
                    .add(new Rejection(item, error)));
        }
        return temporary;
    }

    /** The replies, or none when the request failed in a way that may pass. */
    private List<ApiReply> request(List<Outgoing> items, int attempt)
            throws FeedAbortedException, InterruptedException {
        Future<List<ApiReply>> answer =
                api.batch(items.stream().map(Outgoing::command).toList());
        try {
            List<ApiReply> replies =
                    answer.toCompletionStage().toCompletableFuture().get();
            reached = true;
            return replies;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            giveUpUnlessTemporary(cause, attempt);
            return List.of();
        }
    }

    private void giveUpUnlessTemporary(Throwable cause, int attempt) throws FeedAbortedException {
        boolean last = attempt >= MAX_ATTEMPTS;
        if (cause instanceof ApiStatusException status) {
            reached = true;
            if (last || !status.temporary()) {
                throw new FeedAbortedException(advice(status));
            }
        } else if (last || !reached) {
            throw new FeedAbortedException("cannot reach " + url + " (" + cause.getMessage()
                    + "): is a gateway or router running there? Start one, e.g. with ./sluice demo,"
                    + " or give its address with --url");
        }
    }

    private String advice(ApiStatusException status) {
        return switch (status.status()) {
            case UNAUTHORIZED, FORBIDDEN ->
                url + " refuses the API key (" + status.getMessage()
                        + "): give the server's http_api.key with --api-key";
            case NOT_FOUND ->
                "there is no HTTP API at " + url + " (" + status.getMessage()
                        + "): give the address of a gateway or router with --url";
            default -> url + " does not take the publications: " + status.getMessage();
        };
    }

    private void pauseBefore(int attempt) throws InterruptedException {
        time.sleepUntil(time.nanos() + (FIRST_PAUSE.toNanos() << (attempt - 2)));
    }
}
