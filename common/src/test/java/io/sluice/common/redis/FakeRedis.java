package io.sluice.common.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A server on loopback that answers whatever a test makes it answer, well-formed or not. */
final class FakeRedis {

    /** What a client that has just connected needs to hear. */
    static final String WELCOME = "%1\r\n+server\r\n+fake\r\n+PONG\r\n";

    private final NetServer server;
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();

    /**
     * @param onData called with each chunk that a client sends
     */
    FakeRedis(Vertx vertx, BiConsumer<NetSocket, Buffer> onData) {
        server = vertx.createNetServer().connectHandler(socket -> {
            sockets.add(socket);
            socket.handler(data -> onData.accept(socket, data));
        });
        Outcomes.of(server.listen(0, "127.0.0.1"));
    }

    /** Sends the same answer to each chunk. */
    static FakeRedis answering(Vertx vertx, String answer) {
        return new FakeRedis(vertx, (socket, data) -> send(socket, answer));
    }

    static void send(NetSocket socket, String text) {
        // A client may be gone already; that is its affair.
        socket.write(text).onFailure(gone -> {});
    }

    int port() {
        return server.actualPort();
    }

    String uri() {
        return "redis://127.0.0.1:" + port();
    }

    /** Every connection accepted so far, in order. */
    List<NetSocket> sockets() {
        return sockets;
    }
}
