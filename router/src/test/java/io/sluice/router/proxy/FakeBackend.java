package io.sluice.router.proxy;

import io.sluice.router.backend.BackendAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A backend that does with each connection what the test says, on a thread of its own. */
public final class FakeBackend implements Closeable {

    /** What to do with a connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Script {
        void serve(Wire wire) throws Exception;
    }

    static final String SWITCHING = Wire.head(
            "HTTP/1.1 101 Switching Protocols",
            "Connection: upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();

    private FakeBackend(int receiveBuffer, Script script) throws IOException {
        this(new ServerSocket(), receiveBuffer, script);
    }

    private FakeBackend(ServerSocket unbound, int receiveBuffer, Script script) throws IOException {
        server = unbound;
        if (receiveBuffer > 0) {
            server.setReceiveBufferSize(receiveBuffer);
        }
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(() -> acceptAll(script));
    }

    public static FakeBackend of(Script script) throws IOException {
        return new FakeBackend(0, script);
    }

    /** A backend that speaks TLS. */
    static FakeBackend of(SSLContext tls, Script script) throws IOException {
        return new FakeBackend(tls.getServerSocketFactory().createServerSocket(), 0, script);
    }

    static FakeBackend of(int receiveBuffer, Script script) throws IOException {
        return new FakeBackend(receiveBuffer, script);
    }

    /** Answers each upgrade with a 101 and leaves the rest to the script. */
    public static FakeBackend switching(Script afterwards) throws IOException {
        return switching(0, afterwards);
    }

    static FakeBackend switching(int receiveBuffer, Script afterwards) throws IOException {
        return new FakeBackend(receiveBuffer, wire -> {
            wire.readHead();
            wire.send(SWITCHING);
            afterwards.serve(wire);
        });
    }

    /** Sends the same bytes in answer to each request. */
    static FakeBackend answering(String response) throws IOException {
        return of(wire -> {
            wire.readHead();
            wire.send(response);
        });
    }

    public BackendAddress address() {
        return new BackendAddress("127.0.0.1", server.getLocalPort());
    }

    /** Connections so far. */
    public int connections() {
        return wires.size();
    }

    private void acceptAll(Script script) {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                Wire wire = new Wire(socket);
                wires.add(wire);
                threads.execute(() -> serve(wire, script));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private static void serve(Wire wire, Script script) {
        try (wire) {
            script.serve(wire);
        } catch (Exception broken) {
            // The test looks at what its own end of the connection sees.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Wire wire : wires) {
            wire.close();
        }
        threads.shutdownNow();
    }
}
