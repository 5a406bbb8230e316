package io.sluice.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One socket and the commands on it that wait for their replies.
 *
 * <p>Threading: confined to the event loop of the socket.
 */
@EventLoopConfined
final class Wire implements FrameReader.Visitor {
    /** Above the 5 s of the SDKs: who waits here may be late itself, on a busy machine with hundreds of clients. */
    private static final int REPLY_TIMEOUT_SECONDS = 20;
    /** What a client reports for a socket that ended without a close frame. */
    private static final short ABNORMAL = 1006;

    private static final short PROTOCOL_ERROR = 1002;
    private static final String PONG = "{}";

    private final WebSocket socket;
    /** Held only so that it is not collected: Vert.x closes the sockets of a collected client. */
    @SuppressWarnings("unused")
    private final WebSocketClient owner;

    private final ProtocolClient.Listener listener;
    private final Map<Long, Promise<JsonNode>> pending = new HashMap<>();
    private long lastId;
    private boolean answersPings;

    Wire(WebSocket socket, WebSocketClient owner, ProtocolClient.Listener listener) {
        this.socket = socket;
        this.owner = owner;
        this.listener = listener;
    }

    /** To be called in the same turn of the loop in which the socket opened, or frames may be missed. */
    void listen() {
        socket.textMessageHandler(this::received);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(closed -> closed());
    }

    /** Sends {@code {"id":N,"<method>":params}} and gives back the object of that name in the reply. */
    Future<JsonNode> command(String method, JsonNode params) {
        Promise<JsonNode> reply = Promise.promise();
        long id = ++lastId;
        pending.put(id, reply);
        ObjectNode command = Json.object().put("id", id);
        command.set(method, params);
        write(command.toString());
        return reply.future()
                .timeout(REPLY_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .eventually(() -> {
                    pending.remove(id);
                    return Future.succeededFuture();
                })
                .map(answer -> answer.path(method));
    }

    /** Whether every ping is to be answered with a pong, as the connect reply says. */
    void answerPings(boolean answer) {
        answersPings = answer;
    }

    /** A failed write shows as the end of the connection, which fails every pending command. */
    void write(String frame) {
        socket.writeTextMessage(frame).onFailure(failure -> {});
    }

    Future<Void> close(int code, String reason) {
        return socket.close((short) code, reason);
    }

    private void received(String frame) {
        try {
            FrameReader.read(frame, this);
        } catch (IOException e) {
            close(PROTOCOL_ERROR, "cannot read a frame").onFailure(failure -> {});
        }
    }

    @Override
    public void ping() {
        if (answersPings) {
            write(PONG);
        }
        listener.ping();
    }

    @Override
    public void publication(Publication publication) {
        listener.publication(publication);
    }

    @Override
    public void push(JsonNode push) {
        listener.push(push);
    }

    @Override
    public void reply(long id, JsonNode reply) {
        Promise<JsonNode> waiting = pending.get(id);
        if (waiting == null) {
            return; // Timed out before.
        }
        JsonNode error = reply.path("error");
        if (error.isObject()) {
            waiting.tryFail(new ReplyErrorException(
                    error.path("code").asInt(),
                    error.path("message").asText(),
                    error.path("temporary").asBoolean()));
        } else {
            waiting.tryComplete(reply);
        }
    }

    private void closed() {
        Short code = socket.closeStatusCode();
        String reason = socket.closeReason();
        int known = code == null ? ABNORMAL : code;
        String words = reason == null ? "" : reason;
        List<Promise<JsonNode>> unanswered = new ArrayList<>(pending.values());
        unanswered.forEach(promise -> promise.tryFail(new ClosedException(known, words)));
        listener.closed(known, words);
    }
}
