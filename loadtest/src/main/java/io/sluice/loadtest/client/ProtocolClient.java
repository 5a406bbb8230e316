package io.sluice.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;

/**
 * A connected client of the JSON protocol over WebSocket. It answers the server's pings, does not reconnect, and keeps
 * nothing of what it receives: see {@link RecordingListener} for that.
 *
 * <p>A command's future fails with {@link ReplyErrorException} when the server refuses it, with {@link ClosedException}
 * when the connection ends before, and with a {@link java.util.concurrent.TimeoutException} after 5 s.
 *
 * <p>Threading: may be used by any thread. The socket lives on the Vert.x context from which {@link #connect} was called;
 * the listener and the futures' handlers are called there.
 */
public final class ProtocolClient {
    /** Larger than any frame that a gateway sends: nothing but memory limits a batch of pushes. */
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final short NORMAL = 1000;

    /** What happens on the connection; called on its event loop, so nothing here may block. */
    public interface Listener {
        default void publication(Publication publication) {}

        /** A push other than a publication, e.g. {@code {"channel":"a","unsubscribe":{"code":2500}}}. */
        default void push(JsonNode push) {}

        /** The server asked for a sign of life, and was answered if it wants that. */
        default void ping() {}

        /** The connection ended; the code is 1006 when it ended without a close frame. */
        default void closed(int code, String reason) {}
    }

    private final Context context;
    private final Wire wire;
    private final JsonNode connectResult;

    private ProtocolClient(Context context, Wire wire, JsonNode connectResult) {
        this.context = context;
        this.wire = wire;
        this.connectResult = connectResult;
    }

    /** A Vert.x client fit for {@link #connect}, good for at most {@code maxConnections} connections at a time. */
    public static WebSocketClient sockets(Vertx vertx, int maxConnections) {
        return vertx.createWebSocketClient(options(maxConnections));
    }

    public static WebSocketClientOptions options(int maxConnections) {
        return new WebSocketClientOptions()
                .setMaxConnections(maxConnections)
                .setMaxFrameSize(MAX_MESSAGE_BYTES)
                .setMaxMessageSize(MAX_MESSAGE_BYTES)
                .setTryUsePerMessageCompression(false)
                .setTryUsePerFrameCompression(false);
    }

    /** Where to connect to; without an Origin header, which only browsers send. */
    public static WebSocketConnectOptions to(URI uri) {
        return new WebSocketConnectOptions().setAbsoluteURI(uri.toString()).setAllowOriginHeader(false);
    }

    /** Connects without token or data. */
    public static Future<ProtocolClient> connect(Vertx vertx, WebSocketClient sockets, URI uri, Listener listener) {
        return connect(vertx, sockets, to(uri), Json.object(), listener);
    }

    /**
     * Opens a socket and sends the connect command.
     *
     * @param sockets the Vert.x client to use, see {@link #sockets}
     * @param options where to, with what headers, see {@link #to}
     * @param connect the connect command, e.g. {@code {"token":"…"}}
     */
    public static Future<ProtocolClient> connect(
            Vertx vertx,
            WebSocketClient sockets,
            WebSocketConnectOptions options,
            ObjectNode connect,
            Listener listener) {
        Context context = vertx.getOrCreateContext();
        return OnContext.call(context, () -> sockets.connect(options).compose(socket -> {
            Wire wire = new Wire(socket, sockets, listener);
            wire.listen();
            return wire.command("connect", connect).map(result -> {
                wire.answerPings(result.path("pong").asBoolean());
                return new ProtocolClient(context, wire, result);
            });
        }));
    }

    /** The server's answer to connect: {@code client}, {@code ping}, {@code node} and so on. */
    public JsonNode connectResult() {
        return connectResult;
    }

    /** Subscribes and gives back the server's subscribe result. */
    public Future<JsonNode> subscribe(String channel) {
        return command("subscribe", Json.object().put("channel", channel));
    }

    public Future<JsonNode> unsubscribe(String channel) {
        return command("unsubscribe", Json.object().put("channel", channel));
    }

    public Future<JsonNode> publish(String channel, JsonNode data) {
        ObjectNode params = Json.object().put("channel", channel);
        params.set("data", data);
        return command("publish", params);
    }

    /** Sends any command, e.g. {@code command("history", {"channel":"a","limit":10})}, and gives back its result. */
    public Future<JsonNode> command(String method, JsonNode params) {
        return OnContext.call(context, () -> wire.command(method, params));
    }

    /** Sends a text frame as it is, for tests of what a server makes of it. */
    public void writeFrame(String frame) {
        context.runOnContext(turn -> wire.write(frame));
    }

    /** Stops (or starts) answering pings, to play a dead client. */
    public void answerPings(boolean answer) {
        context.runOnContext(turn -> wire.answerPings(answer));
    }

    public Future<Void> close() {
        return OnContext.call(context, () -> wire.close(NORMAL, "done"));
    }
}
