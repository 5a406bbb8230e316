package io.sluice.loadtest.load;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;

/**
 * One client of a load test: a connection of {@link ClientLoops#open}.
 *
 * <p>Threading: may be used by any thread; the futures complete on the client's loop, where nothing may block.
 */
public final class LoadClient {
    private final ClientSpec spec;
    private final CompletableFuture<LoadClient> ready = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final ClientConnection connection;

    LoadClient(ClientSpec spec, ClientLoop loop) {
        this.spec = spec;
        this.connection = new ClientConnection(spec, loop, this);
    }

    public ClientSpec spec() {
        return spec;
    }

    /**
     * Completes when the server has answered the connect command and all subscriptions; fails with an
     * {@link java.io.IOException} when it refused one or the connection ended before.
     */
    public CompletableFuture<LoadClient> ready() {
        return ready;
    }

    /** Completes when the connection has ended, by whomever, or could not be made. */
    public CompletableFuture<Ending> ended() {
        return ended;
    }

    /** Sends a close frame and ends the connection; what is missing below its highest numbers stays counted as lost. */
    public void close() {
        connection.onLoop(connection::closeByUs);
    }

    /** Reads no more from the socket, as a client does that is too slow for what it gets. */
    public void stopReading() {
        connection.onLoop(() -> reads(false));
    }

    public void resumeReading() {
        connection.onLoop(() -> reads(true));
    }

    private void reads(boolean reads) {
        Channel channel = connection.channel();
        channel.config().setAutoRead(reads);
    }

    ClientConnection connection() {
        return connection;
    }
}
