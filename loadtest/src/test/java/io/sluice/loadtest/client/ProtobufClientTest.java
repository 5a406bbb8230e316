package io.sluice.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtobufClientTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final Promise<Void> gate = Promise.promise();
    private final HttpServer server = vertx.createHttpServer(
                    new HttpServerOptions().addWebSocketSubProtocol("centrifuge-protobuf"))
            .webSocketHandshakeHandler(handshake -> {
                Context context = vertx.getOrCreateContext();
                gate.future().onSuccess(open -> context.runOnContext(turn -> handshake.accept()));
                asked.incrementAndGet();
            })
            .webSocketHandler(this::accept)
            .listen(0, "127.0.0.1")
            .await();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** Confirms the first command and the second, which is all that a client sends but for its pongs. */
    private void accept(ServerWebSocket socket) {
        byte[] commands = {0};
        socket.binaryMessageHandler(command -> {
            byte id = ++commands[0];
            socket.writeBinaryMessage(Buffer.buffer(new byte[] {2, 8, id}));
        });
    }

    private Future<Void> subscribe() {
        return ProtobufClient.subscribe(
                vertx,
                ProtocolClient.sockets(vertx, 1),
                URI.create("ws://127.0.0.1:" + server.actualPort() + "/connection/websocket"),
                "a",
                false,
                new RecordingListener());
    }

    /** Vert.x closes a client that nobody refers to, and what it is connecting. */
    @Test
    void itConnectsThoughTheCallerHoldsNothingOfIt() throws Exception {
        Future<Void> subscribed = subscribe();
        await().atMost(PATIENCE).until(() -> asked.get() == 1);

        Garbage.collect();
        gate.complete();

        subscribed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(subscribed.succeeded()).isTrue();
    }
}
