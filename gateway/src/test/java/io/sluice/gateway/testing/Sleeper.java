package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that has subscribed to a channel and does not read: what comes stays in small buffers, and then with the node. */
public final class Sleeper implements AutoCloseable {

    private static final int SMALL_SOCKET_BUFFER = 4096;

    private final RawWebSocket socket;

    private Sleeper(RawWebSocket socket) {
        this.socket = socket;
    }

    /** A client that has subscribed to {@code channel}, and falls asleep when it was told so. */
    public static Sleeper subscribed(int port, String channel) {
        RawWebSocket socket = RawWebSocket.connect(port, SMALL_SOCKET_BUFFER);
        assertThat(socket.handshake(Handshake.plain()).status()).isEqualTo(101);
        socket.sendText("{\"id\":1,\"connect\":{}}");
        assertThat(socket.readOne().text()).contains("\"connect\"");
        socket.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(socket.readOne().text()).contains("\"subscribe\"");
        return new Sleeper(socket);
    }

    /** Reads from now on. */
    public RawWebSocket wakeUp() {
        return socket.startReading();
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
