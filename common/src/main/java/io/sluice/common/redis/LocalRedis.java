package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server on this machine, run as a child process without persistence, on a free port of 127.0.0.1. It ends with
 * {@link #close}, at the latest when this JVM ends (unless that is killed by SIGKILL).
 *
 * <p>Threading: any thread, but every method may block for seconds: it is for the mains of tools and for tests, never for
 * an event loop.
 */
@ThreadSafe
public final class LocalRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRedis.class);

    /** Another program may take the free port between our look and the server's start. */
    private static final int START_ATTEMPTS = 3;

    private static final int MAX_PORT_ATTEMPTS = 1000;
    private static final int LOWEST_PORT = 22_000;

    /** Where Linux begins with the ports of connections, by default. */
    private static final int HIGHEST_PORT = 32_768;

    private static final int POLL_MILLIS = 20;

    /** 500 × 20 ms: a server without data starts in 10 ms; a machine that needs 10 s for it is broken. */
    private static final int MAX_POLLS = 500;

    private static final int PING_TIMEOUT_MILLIS = 500;

    private final Path executable;
    private final Path directory;
    private final int port;
    private final Thread shutdownHook = new Thread(this::close, "local-redis-end");
    private @Nullable Process process;

    private LocalRedis(Path executable, Path directory, int port) {
        this.executable = executable;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts {@code valkey-server} or {@code redis-server} from the PATH, or else the one bundled with the optional
     * embedded-redis library, and waits until it answers.
     *
     * @throws LocalRedisException if there is none, or it does not start
     */
    public static LocalRedis start() {
        Path executable = onPath().or(RedisExecutable::bundled)
                .orElseThrow(() -> new LocalRedisException(
                        "no Redis server found: install redis-server or valkey-server, or put"
                                + " com.github.codemonstur:embedded-redis on the class path",
                        null));
        return start(executable);
    }

    /** Whether the PATH has a server; {@link #start()} then uses that one. */
    static Optional<Path> onPath() {
        return RedisExecutable.onPath(Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    static LocalRedis start(Path executable) {
        LocalRedisException failure = new LocalRedisException("not tried", null);
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            LocalRedis redis = new LocalRedis(executable, temporaryDirectory(), freePort());
            Runtime.getRuntime().addShutdownHook(redis.shutdownHook);
            try {
                redis.restart();
                return redis;
            } catch (LocalRedisException e) {
                redis.close();
                failure = e;
            }
        }
        throw failure;
    }

    /** Address for {@link RedisSettings}, without a database. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The server's process id, a new one after {@link #restart}; an error while it does not run. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException("the server does not run");
        }
        return process.pid();
    }

    /** Ends the server as a crash would, by SIGKILL, and waits until it is gone. */
    public synchronized void killForcibly() {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        try {
            process.waitFor(MAX_POLLS * POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /**
     * Starts the server again, without the data it had, on the same port, and waits until it answers; one that runs is
     * killed before.
     *
     * @throws LocalRedisException if it does not start
     */
    public synchronized void restart() {
        killForcibly();
        Path log = directory.resolve("redis.log");
        try {
            process = new ProcessBuilder(command())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            awaitAnswer(process, log);
            LOG.debug("local redis runs: executable={} port={}", executable, port);
        } catch (IOException e) {
            throw new LocalRedisException("cannot run " + executable + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRedisException("interrupted while " + executable + " started", e);
        }
    }

    /** Ends the server and removes its files; does nothing when called again. */
    @Override
    public synchronized void close() {
        killForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            LOG.trace("the JVM is ending", shuttingDown);
        }
        deleteFiles();
    }

    private List<String> command() {
        return List.of(
                executable.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                "no");
    }

    private void awaitAnswer(Process started, Path log) throws IOException, InterruptedException {
        for (int poll = 0; poll < MAX_POLLS; poll++) {
            if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new LocalRedisException(executable + " ended at once: " + Files.readString(log), null);
            }
            if (answersPing()) {
                return;
            }
        }
        throw new LocalRedisException(executable + " does not answer: " + Files.readString(log), null);
    }

    private boolean answersPing() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_TIMEOUT_MILLIS);
            socket.setSoTimeout(PING_TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }

    private void deleteFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("could not delete {}", directory, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("sluice-redis-");
        } catch (IOException e) {
            throw new LocalRedisException("cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    /**
     * A port of 127.0.0.1 on which nobody listens, and which no system gives to a connection that somebody opens: else it might be
     * taken while the server is restarted.
     */
    static int freePort() {
        for (int attempt = 0; attempt < MAX_PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                LOG.trace("port {} is taken", port, taken);
            }
        }
        throw new LocalRedisException("no free port on 127.0.0.1", null);
    }
}
