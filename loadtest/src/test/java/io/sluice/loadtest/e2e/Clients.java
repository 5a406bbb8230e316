package io.sluice.loadtest.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients for a test, and the waiting for what they were asked. */
final class Clients implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1000;
    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = ProtocolClient.sockets(vertx, MAX_CONNECTIONS);
    /** Volatile because the test sets it and the loops read it. */
    private volatile boolean closing;

    Vertx vertx() {
        return vertx;
    }

    /** Vert.x closes a client, and what it is connecting, once nobody refers to it. */
    WebSocketClient sockets() {
        return sockets;
    }

    ProtocolClient connect(URI uri, ProtocolClient.Listener listener) throws Exception {
        return get(connecting(uri, listener));
    }

    Future<ProtocolClient> connecting(URI uri, ProtocolClient.Listener listener) {
        return ProtocolClient.connect(vertx, sockets, uri, listener);
    }

    /** The same, with what the connect command says, such as a token. */
    Future<ProtocolClient> connecting(URI uri, ObjectNode connect, ProtocolClient.Listener listener) {
        return ProtocolClient.connect(vertx, sockets, ProtocolClient.to(uri), connect, listener);
    }

    /** Whether the test is over: nobody needs to come back. */
    boolean closing() {
        return closing;
    }

    /** The outcome of {@code future}, or its failure as it is. */
    static <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() throws Exception {
        closing = true;
        get(vertx.close());
    }
}
