package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PooledBackend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real WebSocket servers behind the proxy, real WebSocket clients before it. */
class BalancedConnectionsTest {

    private static final int CLIENTS = 500;
    private static final int BACKENDS = 3;

    /** Two loops may choose in the same microsecond; more than a few such accidents would be a fault. */
    private static final int TOLERANCE = 5;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(CLIENTS));
    private final List<BackendAddress> addresses = new ArrayList<>();

    @BeforeEach
    void startBackends() throws TimeoutException {
        for (int i = 0; i < BACKENDS; i++) {
            HttpServer server = vertx.createHttpServer()
                    .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage));
            server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
            addresses.add(new BackendAddress("127.0.0.1", server.actualPort()));
        }
    }

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void fiveHundredClientsAtOnceAreSpreadEvenly() throws Exception {
        try (TestProxy proxy = TestProxy.builder().start(addresses)) {
            List<WebSocket> sockets = connect(proxy, CLIENTS);
            assertSpread(proxy, CLIENTS / BACKENDS);
            closeAll(sockets);
            await().untilAsserted(() ->
                    assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero());
        }
    }

    @Test
    void newClientsFillUpTheBackendThatLostItsOwn() throws Exception {
        try (TestProxy proxy = TestProxy.builder().start(addresses)) {
            List<WebSocket> sockets = connect(proxy, 90);
            closeAll(sockets.subList(0, 45));
            await().untilAsserted(() ->
                    assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isEqualTo(45));
            connect(proxy, 45);
            assertSpread(proxy, 30);
        }
    }

    @Test
    void messagesPassBothWaysUnchanged() throws Exception {
        try (TestProxy proxy = TestProxy.builder().start(addresses)) {
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            WebSocket socket = connect(proxy, 1).get(0);
            socket.textMessageHandler(received::add);
            String message = "gr\u00fc\u00dfe ".repeat(5_000);
            socket.writeTextMessage(message).await(30, TimeUnit.SECONDS);
            assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(message);
        }
    }

    @Test
    void theCloseCodeOfTheBackendReachesTheClient() throws Exception {
        HttpServer closing = vertx.createHttpServer().webSocketHandler(socket -> socket.close((short) 4001, "why"));
        closing.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS);
        List<BackendAddress> only = List.of(new BackendAddress("127.0.0.1", closing.actualPort()));
        try (TestProxy proxy = TestProxy.builder().start(only)) {
            BlockingQueue<Short> codes = new LinkedBlockingQueue<>();
            WebSocket socket = client.connect(proxy.port(), "127.0.0.1", "/")
                    .onSuccess(open -> open.closeHandler(closed -> codes.add(open.closeStatusCode())))
                    .await(30, TimeUnit.SECONDS);
            assertThat(codes.poll(30, TimeUnit.SECONDS)).isEqualTo((short) 4001);
            assertThat(socket.closeReason()).isEqualTo("why");
        }
    }

    private void assertSpread(TestProxy proxy, int expected) {
        assertThat(proxy.pool.snapshot().backends())
                .extracting(PooledBackend::load)
                .allSatisfy(
                        load -> assertThat(load).isBetween((long) expected - TOLERANCE, (long) expected + TOLERANCE));
    }

    private List<WebSocket> connect(TestProxy proxy, int count) throws TimeoutException {
        List<Future<WebSocket>> connecting = IntStream.range(0, count)
                .mapToObj(i -> client.connect(proxy.port(), "127.0.0.1", "/connection/websocket"))
                .toList();
        Future.all(connecting).await(30, TimeUnit.SECONDS);
        return connecting.stream().map(Future::result).toList();
    }

    private static void closeAll(List<WebSocket> sockets) throws TimeoutException {
        Future.all(sockets.stream().map(WebSocket::close).toList()).await(30, TimeUnit.SECONDS);
    }
}
