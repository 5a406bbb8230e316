package io.sluice.loadtest.load;

import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Publishes through the HTTP API, which any server of the protocol has: one {@code batch} request at a time. */
public final class ApiPort implements PublishPort {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final URI url;
    private final HttpApi api;

    /** A port to the API at {@code url}, e.g. {@code http://localhost:8000}; an empty key is not sent. */
    public ApiPort(URI url, String apiKey) {
        this.url = url;
        this.api = new HttpApi(vertx, url, apiKey);
    }

    @Override
    public int publish(List<Outgoing> batch) throws IOException, InterruptedException {
        List<ApiCommand> commands = batch.stream()
                .map(publication -> ApiCommand.publish(publication.channel(), publication.json()))
                .toList();
        try {
            List<ApiReply> replies = api.batch(commands)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return (int)
                    replies.stream().filter(reply -> reply.error().isPresent()).count();
        } catch (ExecutionException e) {
            throw new IOException("cannot publish through " + url + "/api: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
