package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A well-behaved client of the JSON protocol: answers pings, and remembers what it was told. Any thread may call it. */
public final class ProtocolClient implements AutoCloseable {

    private static final String PONG = "{}";

    private final RawWebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
    private final CompletableFuture<Frame> close = new CompletableFuture<>();
    // Guarded by itself.
    private final List<JsonObject> publications = new ArrayList<>();

    private ProtocolClient(RawWebSocket socket) {
        this.socket = socket;
    }

    /** A client that has sent its connect command and was let in. */
    public static ProtocolClient connect(int port) {
        RawWebSocket socket = RawWebSocket.connect(port);
        assertThat(socket.handshake(Handshake.plain()).status()).isEqualTo(101);
        ProtocolClient client = new ProtocolClient(socket);
        socket.startReading(client::received);
        assertThat(client.call("connect", new JsonObject()).containsKey("connect"))
                .isTrue();
        return client;
    }

    /** Sends a command and waits for its reply, be it a result or an error. */
    public JsonObject call(String method, JsonObject request) {
        return within(begin(method, request));
    }

    /** Sends a command. */
    public CompletableFuture<JsonObject> begin(String method, JsonObject request) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        replies.put(id, reply);
        socket.sendText(new JsonObject().put("id", id).put(method, request).encode());
        return reply;
    }

    /** Subscribes and expects success. */
    public ProtocolClient subscribe(String channel) {
        JsonObject reply = call("subscribe", new JsonObject().put("channel", channel));
        assertThat(reply.containsKey("subscribe")).as("%s", reply).isTrue();
        return this;
    }

    /** Publishes a JSON value and returns the reply. */
    public JsonObject publish(String channel, Object data) {
        return call("publish", new JsonObject().put("channel", channel).put("data", data));
    }

    /** Data of the publications that have come in {@code channel}, in order. */
    public List<Object> received(String channel) {
        return pushes(channel).stream().map(push -> push.getValue("data")).toList();
    }

    /** The publications that have come in {@code channel}, in order. */
    public List<JsonObject> pushes(String channel) {
        synchronized (publications) {
            return publications.stream()
                    .filter(push -> push.getString("channel").equals(channel))
                    .map(push -> push.getJsonObject("pub"))
                    .toList();
        }
    }

    /** Whether the server has neither said good-bye nor closed the connection. */
    public boolean isOpen() {
        return !close.isDone() && !socket.hasEnded();
    }

    /** The server's close frame, if one has come. */
    public Optional<Frame> farewell() {
        return Optional.ofNullable(close.getNow(null));
    }

    /** Completes with the server's close frame when that comes, on the thread that reads. */
    public CompletableFuture<Frame> closing() {
        return close.copy();
    }

    /** The server's close frame, once it has come. */
    public Frame awaitClose() {
        return within(close);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void received(Frame frame) {
        if (frame.opcode() == Frame.CLOSE) {
            close.complete(frame);
            socket.send(Frames.close(frame.closeCode()));
        } else {
            frame.text().lines().forEach(this::message);
        }
    }

    private void message(String line) {
        JsonObject message = new JsonObject(line);
        if (message.isEmpty()) {
            socket.sendText(PONG);
        } else if (message.containsKey("push")) {
            synchronized (publications) {
                publications.add(message.getJsonObject("push"));
            }
        } else {
            replies.remove(message.getInteger("id")).complete(message);
        }
    }

    private static <T> T within(CompletableFuture<T> future) {
        try {
            return future.get(RawWebSocket.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("nothing came in time", e);
        }
    }
}
