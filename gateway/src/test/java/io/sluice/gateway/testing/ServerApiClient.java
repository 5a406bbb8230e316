package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** A back end that calls the server API of one node. */
public final class ServerApiClient {

    /** What came back. */
    public record Answer(int status, String body) {

        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    public ServerApiClient(int port) {
        this.port = port;
    }

    /** Calls a method with a body and headers, which are names and values in turn. */
    public Answer call(String method, String body, String... headers) {
        return send(post(method, body.getBytes(UTF_8), headers));
    }

    public CompletableFuture<Answer> begin(String method, String body) {
        return HTTP.sendAsync(post(method, body.getBytes(UTF_8)), HttpResponse.BodyHandlers.ofString())
                .thenApply(ServerApiClient::answer);
    }

    public Answer callWithBytes(String method, byte[] body) {
        return send(post(method, body));
    }

    public Answer get(String method) {
        return send(HttpRequest.newBuilder(uri(method)).GET().build());
    }

    public Answer getPath(String path) {
        return send(HttpRequest.newBuilder(path(path)).GET().build());
    }

    public Answer postPath(String path, String body, String... headers) {
        return send(post(path(path), body.getBytes(UTF_8), headers));
    }

    /** Publishes a JSON value and expects success. */
    public void publish(String channel, Object data) {
        Answer answer = call(
                "publish",
                new JsonObject().put("channel", channel).put("data", data).encode());
        if (answer.status() != 200 || !answer.json().containsKey("result")) {
            throw new AssertionError("expected a result but was " + answer);
        }
    }

    private HttpRequest post(String method, byte[] body, String... headers) {
        return post(uri(method), body, headers);
    }

    private static HttpRequest post(URI uri, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private URI uri(String method) {
        return path("/api/" + method);
    }

    private URI path(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Answer send(HttpRequest request) {
        try {
            return answer(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }
}
