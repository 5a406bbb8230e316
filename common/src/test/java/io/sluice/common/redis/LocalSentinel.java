package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A Redis Sentinel on this machine, run as a child process. Blocks: call it from test threads only. */
public final class LocalSentinel implements AutoCloseable {

    private final Process process;
    private final int port;

    private LocalSentinel(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts sentinels that take the master for dead after a second without an answer, if most of them agree, and waits until
     * each knows of all others.
     *
     * @param directory for their files
     */
    public static List<LocalSentinel> start(Path directory, int count, String masterName, LocalRedis master) {
        List<LocalSentinel> sentinels = IntStream.range(0, count)
                .mapToObj(i -> start(directory.resolve("sentinel-" + i), masterName, master.port(), count / 2 + 1))
                .toList();
        // A sentinel asks the master of its replicas every ten seconds only.
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> sentinels.stream()
                .allMatch(sentinel -> sentinel.knows(masterName, count - 1)));
        return sentinels;
    }

    /** As in {@code sentinel_address}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Has the replica made the master, although the master is well. */
    public void failover(String masterName) {
        String answer = answer("SENTINEL FAILOVER " + masterName);
        if (!answer.startsWith("+OK")) {
            throw new IllegalStateException("expected a failover but was " + answer);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Whether it knows so many other sentinels, and a replica that could be promoted. */
    private boolean knows(String masterName, int others) {
        String info = answer("SENTINEL MASTER " + masterName);
        return info.contains("num-other-sentinels\r\n$1\r\n" + others) && info.contains("num-slaves\r\n$1\r\n1");
    }

    private String answer(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static LocalSentinel start(Path directory, String masterName, int masterPort, int quorum) {
        try {
            int port = LocalRedis.freePort();
            Path file = Files.createDirectories(directory).resolve("sentinel.conf");
            Files.writeString(file, configuration(directory, port, masterName, masterPort, quorum));
            Path executable = LocalRedis.onPath().or(RedisExecutable::bundled).orElseThrow();
            Process process = new ProcessBuilder(executable.toString(), file.toString(), "--sentinel")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("sentinel.log").toFile())
                    .start();
            // Of a test that ends before it has come to close it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new LocalSentinel(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(Path directory, int port, String masterName, int masterPort, int quorum) {
        return """
                bind 127.0.0.1
                port %d
                dir "%s"
                sentinel monitor %s 127.0.0.1 %d %d
                sentinel down-after-milliseconds %3$s 1000
                sentinel failover-timeout %3$s 5000
                """
                .formatted(port, directory, masterName, masterPort, quorum);
    }
}
