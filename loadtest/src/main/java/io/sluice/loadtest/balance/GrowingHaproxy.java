package io.sluice.loadtest.balance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.cluster.SideProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An HAProxy with {@code leastconn} before gateways that are added while it runs, by its runtime interface: it hears of each
 * at once, as in the best of set-ups.
 *
 * <p>Threading: may be used by any thread, which it blocks.
 */
@ThreadSafe
final class GrowingHaproxy implements AutoCloseable {
    // Written by the master process when its worker listens.
    private static final Pattern READY = Pattern.compile("Loading success");
    private static final int ANSWER_MILLIS = 5_000;

    private final SideProcess process;
    private final Path configuration;
    private final int port;
    private final int controlPort;
    // Guarded by this.
    private int servers;

    private GrowingHaproxy(SideProcess process, Path configuration, int port, int controlPort) {
        this.process = process;
        this.configuration = configuration;
        this.port = port;
        this.controlPort = controlPort;
    }

    /**
     * Starts it without servers and waits until it listens on a free port of 127.0.0.1.
     *
     * @param program HAProxy 2.4 or newer
     * @param most servers that it will ever have
     * @param maxConnections that it takes at a time
     * @throws io.sluice.loadtest.cluster.ServerStartException when it does not start; the message carries what it wrote
     */
    static GrowingHaproxy start(Path program, int most, int maxConnections) throws IOException, InterruptedException {
        int port = freePort();
        int controlPort = freePort();
        Path file = Files.createTempFile("sluice-haproxy", ".cfg");
        Files.writeString(file, configuration(port, controlPort, most, maxConnections));
        // -W: with a master, which says when the worker listens; -db: in the foreground.
        List<String> command = List.of(program.toString(), "-W", "-db", "-f", file.toString());
        return new GrowingHaproxy(SideProcess.start("haproxy", command, READY), file, port, controlPort);
    }

    private static String configuration(int port, int controlPort, int most, int maxConnections) {
        return """
            global
              nbthread 2
              maxconn %d
              stats socket ipv4@127.0.0.1:%d level admin
            defaults
              mode http
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              timeout tunnel 1h
            frontend clients
              bind 127.0.0.1:%d
              default_backend gateways
            backend gateways
              balance leastconn
              server-template gateway 1-%d 127.0.0.1:9 disabled
            """
                .formatted(maxConnections, controlPort, port, most);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** From now on it sends clients there, too. */
    synchronized void add(URI gateway) throws IOException {
        servers++;
        String name = "gateways/gateway" + servers;
        tell("set server " + name + " addr " + gateway.getHost() + " port " + gateway.getPort());
        tell("set server " + name + " state ready");
    }

    private void tell(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write((command + "\n").getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII).strip();
            if (answer.contains("No such") || answer.contains("Unknown") || answer.contains("require")) {
                throw new IOException("haproxy does not take \"" + command + "\": " + answer);
            }
        }
    }

    /** Where clients connect to. */
    URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port + "/connection/websocket");
    }

    /** Kills it. */
    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + configuration, e);
        }
    }
}
