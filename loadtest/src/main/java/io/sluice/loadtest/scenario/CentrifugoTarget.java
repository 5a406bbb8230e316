package io.sluice.loadtest.scenario;

import io.sluice.loadtest.cluster.SideProcess;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.PublishingFeed;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One node of Centrifugo 6 with its Redis engine, on the same Redis as the cluster that it is compared with; or another
 * server that reads such a configuration, as the one around the library Centrifuge in {@code loadtest/rivals} does. Its open
 * edition has no write delay to set.
 */
public final class CentrifugoTarget implements LoadTarget {
    /** It waits for Redis after each publication of a batch, so that one batch at a time would hold up a fast feed. */
    private static final int PUBLISHERS = 8;

    private static final Pattern READY = Pattern.compile("serving .*(endpoints|API) on ");
    private final String name;
    private final SideProcess process;
    private final WatchedProcess redis;
    private final int port;
    private final Path config;
    private final TimeSource time;

    private CentrifugoTarget(
            String name, SideProcess process, WatchedProcess redis, int port, Path config, TimeSource time) {
        this.name = name;
        this.process = process;
        this.redis = redis;
        this.port = port;
        this.config = config;
        this.time = time;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param name in reports
     * @param binary of Centrifugo 6
     * @param redisAddress e.g. {@code redis://127.0.0.1:6379}
     * @param redis its process, for the reports
     */
    public static CentrifugoTarget start(
            String name, Path binary, String redisAddress, WatchedProcess redis, TimeSource time)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(binary)) {
            throw new IOException("expected the program of " + name + " but there is none at " + binary);
        }
        int port = freePort();
        Path config = Files.createTempFile("sluice-centrifugo", ".json");
        Files.writeString(config, configuration(port, redisAddress));
        SideProcess process =
                SideProcess.start(name, List.of(binary.toAbsolutePath().toString(), "-c", config.toString()), READY);
        return new CentrifugoTarget(name, process, redis, port, config, time);
    }

    /** As open as the cluster is; all else as it comes. */
    private static String configuration(int port, String redisAddress) {
        return """
            {
              "http_server": {"address": "127.0.0.1", "port": "%d"},
              "client": {"insecure": true, "allowed_origins": ["*"], "channel_limit": 100000},
              "http_api": {"insecure": true},
              "channel": {"without_namespace": {"allow_subscribe_for_client": true}},
              "engine": {"type": "redis", "redis": {"address": "%s"}},
              "log": {"level": "info"}
            }
            """
                .formatted(port, redisAddress);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<URI> webSocketUrls() {
        return List.of(URI.create("ws://127.0.0.1:" + port + "/connection/websocket"));
    }

    @Override
    public List<WatchedProcess> processes() {
        return List.of(new WatchedProcess(name, Role.SERVER, process.pid()), redis);
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        List<ApiPort> ports = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            ports.add(new ApiPort(URI.create("http://127.0.0.1:" + port), "", time));
        }
        return new PublishingFeed(shape, names, time, ports);
    }

    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(config);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + config, e);
        }
    }
}
