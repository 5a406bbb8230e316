package io.sluice.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends the commands of one client whose messages stream over HTTP, as the client libraries do. */
public final class EmulationPosts {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String session;
    private final String node;

    public EmulationPosts(String session, String node) {
        this.session = session;
        this.node = node;
    }

    /** Takes session and node from the reply to a connect command. */
    public static EmulationPosts of(String connectReply) {
        JsonObject connect = new JsonObject(connectReply).getJsonObject("connect");
        return new EmulationPosts(connect.getString("session"), connect.getString("node"));
    }

    public String session() {
        return session;
    }

    public String node() {
        return node;
    }

    /** Posts commands to a node's port and expects that they are taken. */
    public void send(int port, String... commands) {
        HttpResponse<String> answer = post(port, body(commands));
        if (answer.statusCode() != 204 || !answer.body().isEmpty()) {
            throw new AssertionError("expected status 204 but was " + answer.statusCode() + " " + answer.body());
        }
    }

    /** The body of a request with these commands. */
    public String body(String... commands) {
        return new JsonObject()
                .put("session", session)
                .put("node", node)
                .put("data", String.join("\n", commands))
                .encode();
    }

    /** Posts any body; headers are names and values in turn. */
    public static HttpResponse<String> post(int port, String body, String... headers) {
        return request(port, "POST", body, headers);
    }

    /** Sends a request to the endpoint. */
    public static HttpResponse<String> request(int port, String method, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/emulation"))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
