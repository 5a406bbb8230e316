package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A client whose permessage-deflate somebody else wrote: Netty's, as Vert.x uses it. It compresses all that it sends. */
final class DeflateClient implements AutoCloseable {

    private static final int LARGEST_FRAME = 1 << 20;

    // Held for the life of the socket: Vert.x closes the sockets of a client that the garbage collector finds.
    private final WebSocketClient client;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();

    private DeflateClient(Vertx vertx, int port) {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setTryUsePerMessageCompression(true)
                .setCompressionAllowClientNoContext(true)
                .setMaxFrameSize(LARGEST_FRAME)
                .setMaxMessageSize(LARGEST_FRAME);
        client = vertx.createWebSocketClient(options);
        socket = Outcomes.of(client.connect(port, "127.0.0.1", "/connection/websocket"));
        socket.textMessageHandler(text -> text.lines().map(JsonObject::new).forEach(received::add));
    }

    /** A client that was let in, and whose server agreed to compress. */
    static DeflateClient connect(Vertx vertx, int port) {
        DeflateClient client = new DeflateClient(vertx, port);
        assertThat(client.socket.headers().get("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
        return client.call("connect", new JsonObject());
    }

    DeflateClient subscribe(String channel) {
        return call("subscribe", new JsonObject().put("channel", channel));
    }

    /** Publishes all of it by one message, whose answers and pushes may come as one too. */
    void publish(String channel, Object... data) {
        List<String> commands = Stream.of(data)
                .map(each -> command(
                        "publish", new JsonObject().put("channel", channel).put("data", each)))
                .toList();
        send(String.join("\n", commands), "publish");
    }

    /** Data of the publications that have come, in order. */
    List<Object> received() {
        return received.stream()
                .filter(message -> message.containsKey("push"))
                .map(message ->
                        message.getJsonObject("push").getJsonObject("pub").getValue("data"))
                .toList();
    }

    @Override
    public void close() {
        Outcomes.of(socket.close());
        Outcomes.of(client.close());
    }

    private DeflateClient call(String method, JsonObject request) {
        send(command(method, request), method);
        return this;
    }

    private String command(String method, JsonObject request) {
        return new JsonObject()
                .put("id", lastId.incrementAndGet())
                .put(method, request)
                .encode();
    }

    /** Sends commands, and waits for the last one's answer. */
    private void send(String commands, String method) {
        int id = lastId.get();
        Outcomes.of(socket.writeTextMessage(commands));
        await().until(() ->
                received.stream().anyMatch(reply -> reply.getInteger("id", 0) == id && reply.containsKey(method)));
    }
}
