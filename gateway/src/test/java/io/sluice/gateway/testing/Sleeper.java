package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A client that has subscribed to a channel and does not read: what comes stays in small buffers, and then with the node. */
public final class Sleeper implements AutoCloseable {

    private static final int SMALL_SOCKET_BUFFER = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RawWebSocket socket;

    private Sleeper(RawWebSocket socket) {
        this.socket = socket;
    }

    /** @param metrics of the node, which tell when the client has subscribed */
    public static Sleeper subscribed(int port, Metrics metrics, String channel) {
        RawWebSocket socket = RawWebSocket.connect(port, SMALL_SOCKET_BUFFER);
        assertThat(socket.handshake(Handshake.plain()).status()).isEqualTo(101);
        double before = metrics.sum("sluice_gateway_subscriptions ");
        socket.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        await().atMost(PATIENCE).until(() -> metrics.sum("sluice_gateway_subscriptions ") > before);
        return new Sleeper(socket);
    }

    /** Reads from now on: first the answers to its two commands. */
    public RawWebSocket wakeUp() {
        socket.startReading();
        assertThat(socket.nextText()).contains("\"connect\"");
        assertThat(socket.nextText()).contains("\"subscribe\"");
        return socket;
    }

    /** Whether nothing of what came was looked at. */
    public boolean isQuiet() {
        return socket.isQuiet();
    }

    @Override
    public void close() {
        socket.close();
    }
}
