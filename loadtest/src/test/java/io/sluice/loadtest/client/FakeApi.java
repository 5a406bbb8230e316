package io.sluice.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server on a real socket that answers the HTTP API: a batch command by command as told by a function from channel to
 * reply, everything else with an empty result. It remembers what it was asked.
 */
public final class FakeApi implements AutoCloseable {
    public static final String PUBLISHED = "{\"publish\":{}}";

    /** An answer to a whole request instead of to its commands. */
    public record Refusal(int status, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private volatile Function<JsonNode, String> publish = params -> PUBLISHED;

    public FakeApi() {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    public Vertx vertx() {
        return vertx;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public HttpApi client() {
        return new HttpApi(vertx, url(), "");
    }

    /** Answers each publish of a batch with what the function makes of its parameters. */
    public void onPublish(Function<JsonNode, String> reply) {
        publish = reply;
    }

    /** Refuses the next requests, one each. */
    public synchronized void refuse(Refusal... next) {
        refusals.addAll(List.of(next));
    }

    private void answer(HttpServerRequest request) {
        keys.add(request.headers().contains("X-API-Key") ? request.getHeader("X-API-Key") : "");
        request.body().onSuccess(body -> {
            Refusal refusal = nextRefusal();
            if (refusal.status() == 0) {
                request.connection().close();
            } else if (refusal.status() != 200) {
                request.response().setStatusCode(refusal.status()).end(refusal.body());
            } else {
                request.response().end(reply(request.path(), body.toString()));
            }
        });
    }

    private synchronized Refusal nextRefusal() {
        return refusals.isEmpty() ? new Refusal(200, "") : refusals.remove(0);
    }

    private String reply(String path, String body) {
        JsonNode request = parse(body);
        bodies.add(request);
        if (!path.endsWith("/api/batch")) {
            return "{\"result\":{}}";
        }
        List<String> replies = new ArrayList<>();
        request.path("commands").forEach(command -> replies.add(publish.apply(command.path("publish"))));
        return "{\"replies\":[" + String.join(",", replies) + "]}";
    }

    private static JsonNode parse(String body) {
        try {
            return Json.read(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("the client sent no JSON: " + body, e);
        }
    }

    /** The bodies of the requests that were answered, in order. */
    public List<JsonNode> bodies() {
        return List.copyOf(bodies);
    }

    /** The API key of each request, empty when there was none. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** {@code channel=data} of every publish command in every batch, in order. */
    public List<String> published() {
        List<String> all = new ArrayList<>();
        for (JsonNode body : bodies) {
            body.path("commands").forEach(command -> {
                JsonNode params = command.path("publish");
                all.add(params.path("channel").asText() + "=" + params.path("data"));
            });
        }
        return all;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
