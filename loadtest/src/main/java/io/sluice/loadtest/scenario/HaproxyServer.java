package io.sluice.loadtest.scenario;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.cluster.SideProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HAProxy before gateways, as people run it: HTTP mode, {@code leastconn}, a tunnel after the 101. Nothing is logged for
 * each connection and no health is checked, so that what it costs is relaying.
 *
 * <p>Threading: may be used by any thread; starting blocks the caller.
 */
@ThreadSafe
public final class HaproxyServer implements AutoCloseable {
    // The master tells its worker's number, and the worker ends when its master does.
    private static final Pattern WORKER = Pattern.compile("New worker \\((\\d+)\\) forked");
    private static final Pattern READY = Pattern.compile("Loading success");

    private final SideProcess master;
    private final long worker;
    private final int port;
    private final Path configuration;

    private HaproxyServer(SideProcess master, long worker, int port, Path configuration) {
        this.master = master;
        this.worker = worker;
        this.port = port;
        this.configuration = configuration;
    }

    /**
     * Starts it and waits until it listens on a free port of 127.0.0.1.
     *
     * @param program HAProxy 2.4 or newer
     * @param gateways where their clients connect to
     * @param threads at least 1
     * @param maxConnections that it takes at a time
     * @throws io.sluice.loadtest.cluster.ServerStartException when it does not start; the message carries what it wrote
     */
    public static HaproxyServer start(Path program, List<URI> gateways, int threads, int maxConnections)
            throws IOException, InterruptedException {
        int port = freePort();
        Path file = Files.createTempFile("sluice-haproxy", ".cfg");
        Files.writeString(file, configuration(port, gateways, threads, maxConnections));
        // -W: with a master, which says when the worker listens; -db: in the foreground.
        List<String> command = List.of(program.toString(), "-W", "-db", "-f", file.toString());
        SideProcess master = SideProcess.start("haproxy", command, READY);
        Matcher worker =
                master.said(WORKER).orElseThrow(() -> new IOException("haproxy did not tell the number of its worker"));
        return new HaproxyServer(master, Long.parseLong(worker.group(1)), port, file);
    }

    private static String configuration(int port, List<URI> gateways, int threads, int maxConnections) {
        StringBuilder servers = new StringBuilder();
        for (int i = 0; i < gateways.size(); i++) {
            servers.append("  server gateway-")
                    .append(i + 1)
                    .append(' ')
                    .append(gateways.get(i).getAuthority())
                    .append('\n');
        }
        return """
            global
              nbthread %d
              maxconn %d
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
            %s"""
                .formatted(threads, maxConnections, port, servers);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where clients connect to. */
    public URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port + "/connection/websocket");
    }

    /** The process that relays. */
    public long pid() {
        return worker;
    }

    /** Kills it. */
    @Override
    public void close() {
        master.close();
        try {
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + configuration, e);
        }
    }
}
