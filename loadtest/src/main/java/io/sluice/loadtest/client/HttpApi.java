package io.sluice.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.lang.ref.Reference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A client of the server API: {@code POST <url>/api/<method>} with the key in {@code X-API-Key}.
 *
 * <p>A future fails with {@link ApiStatusException} when the server answers something else than an API answer, with the
 * cause of Vert.x when it cannot be reached, and with a time-out; then the command may have been carried out or not. An
 * error of the command itself is no failure but in the {@link ApiReply}.
 *
 * <p>Threading: may be used by any thread; futures complete on the caller's Vert.x context, or on one made
 * for a plain thread.
 */
public final class HttpApi {
    /** Connections to the server; more requests than these wait in the pool. */
    static final int MAX_CONNECTIONS = 8;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Vertx vertx;
    private final String methods;
    private final String apiKey;
    private final HttpClient client;

    /** A client of the server at {@code url}, e.g. {@code http://localhost:8000}; an empty key is not sent. */
    public HttpApi(Vertx vertx, URI url, String apiKey) {
        this(vertx, directory(url) + "api/", apiKey);
    }

    private HttpApi(Vertx vertx, String methods, String apiKey) {
        this.vertx = vertx;
        this.methods = methods;
        this.apiKey = apiKey;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) CONNECT_TIMEOUT.toMillis()),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** A client of an API that has another path, {@code url}: what is {@code /api} usually. */
    public static HttpApi at(Vertx vertx, URI url, String apiKey) {
        return new HttpApi(vertx, directory(url), apiKey);
    }

    private static String directory(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text : text + "/";
    }

    public Future<ApiReply> publish(String channel, String dataJson) {
        return call(ApiCommand.publish(channel, dataJson));
    }

    public Future<ApiReply> broadcast(List<String> channels, String dataJson) {
        return call(ApiCommand.broadcast(channels, dataJson));
    }

    public Future<ApiReply> info() {
        return call(new ApiCommand("info", "{}"));
    }

    public Future<ApiReply> call(ApiCommand command) {
        return post(command.method(), command.paramsJson()).map(ApiReply::single);
    }

    /** Carries the commands out one after the other, in their order, and answers each in that order. */
    public Future<List<ApiReply>> batch(List<ApiCommand> commands) {
        String body = commands.stream()
                .map(ApiCommand::asBatchElement)
                .collect(Collectors.joining(",", "{\"parallel\":false,\"commands\":[", "]}"));
        return post("batch", body).compose(answer -> batchReplies(commands, answer));
    }

    private static Future<List<ApiReply>> batchReplies(List<ApiCommand> commands, JsonNode answer) {
        JsonNode replies = answer.path("replies");
        if (replies.size() != commands.size()) {
            return Future.failedFuture(
                    new ApiStatusException(OK, "expected " + commands.size() + " replies but was: " + answer));
        }
        List<ApiReply> read = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            read.add(ApiReply.batched(replies.get(i), commands.get(i).method()));
        }
        return Future.succeededFuture(read);
    }

    private Future<JsonNode> post(String method, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(methods + method)
                .setTimeout(ANSWER_TIMEOUT.toMillis());
        options.putHeader("content-type", "application/json");
        if (!apiKey.isEmpty()) {
            options.putHeader("x-api-key", apiKey);
        }
        return OnContext.call(vertx.getOrCreateContext(), () -> client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().compose(answer -> read(response, answer.toString()))));
    }

    /** Not static: Vert.x closes a client that nobody refers to, and what is under way refers to it by this. */
    private Future<JsonNode> read(HttpClientResponse response, String body) {
        try {
            if (response.statusCode() != OK) {
                return Future.failedFuture(new ApiStatusException(response.statusCode(), body));
            }
            JsonNode answer = Json.read(body);
            return answer.isObject()
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(new ApiStatusException(OK, body));
        } catch (JsonProcessingException e) {
            return Future.failedFuture(new ApiStatusException(OK, body));
        } finally {
            Reference.reachabilityFence(client);
        }
    }

    public Future<Void> close() {
        return client.close();
    }
}
