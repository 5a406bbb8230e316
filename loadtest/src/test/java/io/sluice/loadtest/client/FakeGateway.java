package io.sluice.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A gateway of a hundred lines on a real socket: connect, subscribe, unsubscribe and publish of the JSON protocol, and
 * publish, batch and info of the HTTP API; everybody may do everything. It remembers the frames that it received.
 *
 * <p>Threading: all of it runs on one event loop; only {@link #frames()} and the life cycle are for others.
 */
public final class FakeGateway implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final String node;
    private final HttpServer server;
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final Map<String, Set<ServerWebSocket>> subscribers = new HashMap<>();
    private final Set<ServerWebSocket> sockets = new LinkedHashSet<>();

    /** @param node the node's id and name */
    public FakeGateway(String node, int port) {
        this.node = node;
        this.server = vertx.createHttpServer()
                .webSocketHandler(this::accept)
                .requestHandler(this::api)
                .listen(port, "127.0.0.1")
                .await();
    }

    public Vertx vertx() {
        return vertx;
    }

    public int port() {
        return server.actualPort();
    }

    public URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port() + "/connection/websocket");
    }

    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/api");
    }

    /** All frames received, in order. */
    public List<String> frames() {
        return List.copyOf(frames);
    }

    /** Sends a frame to every connection. */
    public void send(String frame) {
        vertx.runOnContext(turn -> sockets.forEach(socket -> socket.writeTextMessage(frame)));
    }

    /** Closes every connection. */
    public void disconnect(int code, String reason) {
        vertx.runOnContext(turn -> List.copyOf(sockets).forEach(socket -> socket.close((short) code, reason)));
    }

    private void accept(ServerWebSocket socket) {
        sockets.add(socket);
        socket.textMessageHandler(frame -> {
            frames.add(frame);
            frame.lines().map(FakeGateway::parse).forEach(command -> handle(socket, command));
        });
        socket.closeHandler(closed -> {
            sockets.remove(socket);
            subscribers.values().forEach(members -> members.remove(socket));
        });
    }

    private void handle(ServerWebSocket socket, JsonNode command) {
        String channel = command.findPath("channel").asText();
        if (command.has("connect")) {
            reply(
                    socket,
                    command,
                    "\"connect\":{\"client\":\"c1\",\"ping\":25,\"pong\":true,\"node\":\"" + node + "\"}");
        } else if (command.has("subscribe") && channel.contains(":")) {
            reply(socket, command, "\"error\":{\"code\":102,\"message\":\"unknown channel\"}");
        } else if (command.has("subscribe")) {
            subscribers.computeIfAbsent(channel, name -> new LinkedHashSet<>()).add(socket);
            reply(socket, command, "\"subscribe\":{}");
        } else if (command.has("unsubscribe")) {
            subscribers.getOrDefault(channel, new LinkedHashSet<>()).remove(socket);
            reply(socket, command, "\"unsubscribe\":{}");
        } else if (command.has("publish")) {
            publish(command.path("publish"));
            reply(socket, command, "\"publish\":{}");
        }
    }

    private static void reply(ServerWebSocket socket, JsonNode command, String result) {
        socket.writeTextMessage("{\"id\":" + command.path("id") + "," + result + "}");
    }

    private void publish(JsonNode params) {
        String channel = params.path("channel").asText();
        String push =
                "{\"push\":{\"channel\":" + Json.quote(channel) + ",\"pub\":{\"data\":" + params.path("data") + "}}}";
        subscribers.getOrDefault(channel, Set.of()).forEach(socket -> socket.writeTextMessage(push));
    }

    private void api(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonNode params = parse(body.toString());
            if (request.path().endsWith("/publish")) {
                publish(params);
                request.response().end("{\"result\":{}}");
                return;
            }
            StringBuilder replies = new StringBuilder();
            params.path("commands").forEach(command -> {
                publish(command.path("publish"));
                replies.append(replies.isEmpty() ? "" : ",").append("{\"publish\":{}}");
            });
            String info = "{\"result\":{\"nodes\":[{\"uid\":\"" + node + "\",\"name\":\"" + node + "\"}]}}";
            request.response().end(request.path().endsWith("/batch") ? "{\"replies\":[" + replies + "]}" : info);
        });
    }

    private static JsonNode parse(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
