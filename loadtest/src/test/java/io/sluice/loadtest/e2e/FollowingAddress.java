package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.common.redis.LocalRedis;
import io.sluice.loadtest.cluster.SideProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address that leads to whichever of two Redis servers is the primary: HAProxy with {@code docs/examples/haproxy-redis.cfg}
 * as it stands, only the addresses put in.
 */
final class FollowingAddress implements AutoCloseable {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "haproxy-redis.cfg");
    private static final Pattern READY = Pattern.compile("Loading success");

    private final SideProcess process;
    private final int port;

    private FollowingAddress(SideProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it before the two, or skips the test where there is no HAProxy; {@code .ci/run} tolerates no skipped test. */
    static FollowingAddress start(Path directory, LocalRedis first, LocalRedis second) throws Exception {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Optional<Path> program = Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin"))
                .map(place -> Path.of(place, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "haproxy is not installed, neither on the PATH nor in /usr/sbin");
        int port = freePort();
        String text = Files.readString(EXAMPLE);
        text = replaced(text, "bind :6379", "bind 127.0.0.1:" + port);
        text = replaced(text, "redis-1 redis-1:6379", "redis-1 127.0.0.1:" + first.port());
        text = replaced(text, "redis-2 redis-2:6379", "redis-2 127.0.0.1:" + second.port());
        Path configuration = Files.writeString(directory.resolve("haproxy-redis.cfg"), text);
        List<String> command = List.of(program.orElseThrow().toString(), "-W", "-db", "-f", configuration.toString());
        return new FollowingAddress(SideProcess.start("haproxy", command, READY), port);
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    private static String replaced(String text, String what, String by) {
        assertThat(text).as("the example").contains(what);
        return text.replace(what, by);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks it to end, because a killed master leaves its worker behind. */
    @Override
    public void close() throws Exception {
        Optional<ProcessHandle> master = ProcessHandle.of(process.pid());
        if (master.isPresent()) {
            master.get().destroy();
            master.get().onExit().get(20, TimeUnit.SECONDS);
        }
        process.close();
    }
}
