package io.sluice.common.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/**
 * The Redis server of a test. In the profile {@code containers} that is one in a container. Else in this order: the one at {@code REDIS_TEST_URI} (shared only), one started from the PATH, a
 * container, the program bundled with embedded-redis; and if there is none of them the test fails and says what to do.
 * Blocks: call it from test threads only.
 */
public final class TestRedis implements AutoCloseable {

    private static final String REMEDY =
            """
            No Redis for the tests. Do one of these:
              - install redis-server (6 or newer) or valkey-server, so that it is on the PATH
              - run Docker
              - set REDIS_TEST_URI, for example to redis://localhost:6379
            """;

    /** Set to {@code container} it takes nothing but a container; see the profile {@code containers}. */
    static final String BACKEND_PROPERTY = "redis.test.backend";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(20);

    private final RunningServer server;

    private TestRedis(RunningServer server) {
        this.server = server;
    }

    /**
     * The server that all tests of this JVM share. Its data are not cleaned between tests, so take keys and channels of
     * your own. It must not be killed, and closing it does nothing.
     */
    public static TestRedis shared() {
        return Shared.INSTANCE;
    }

    /** A server of the caller's own, which it may kill and restart, and closes in the end. */
    public static TestRedis exclusive() {
        if (inContainer()) {
            return new TestRedis(RedisContainer.start());
        }
        Optional<Path> onPath = LocalRedis.onPath();
        if (onPath.isPresent()) {
            return new TestRedis(new ProcessServer(LocalRedis.start(onPath.get())));
        }
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return new TestRedis(RedisContainer.start());
        }
        Path bundled = RedisExecutable.bundled().orElseThrow(() -> new IllegalStateException(REMEDY));
        return new TestRedis(new ProcessServer(LocalRedis.start(bundled)));
    }

    private static boolean inContainer() {
        return "container".equals(System.getProperty(BACKEND_PROPERTY));
    }

    /** Address for {@link RedisSettings}. */
    public String uri() {
        return server.uri();
    }

    public int port() {
        return RedisAddress.parse(uri()).port();
    }

    /** For this server, and with more patience than the defaults have, since the machine may be busy. */
    public RedisSettings settings() {
        return new RedisSettings(uri(), RedisSettings.of(uri()).prefix(), CONNECT_TIMEOUT, COMMAND_TIMEOUT);
    }

    /** Ends the server as a crash would; only for {@link #exclusive}. */
    public void killForcibly() {
        server.killForcibly();
    }

    /** Starts the server again on the same port, empty; only for {@link #exclusive}. */
    public void restart() {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
    }

    /** How a server is run. */
    interface RunningServer {

        String uri();

        void killForcibly();

        void restart();

        void close();
    }

    private record ProcessServer(LocalRedis redis) implements RunningServer {

        @Override
        public String uri() {
            return redis.uri();
        }

        @Override
        public void killForcibly() {
            redis.killForcibly();
        }

        @Override
        public void restart() {
            redis.restart();
        }

        @Override
        public void close() {
            redis.close();
        }
    }

    /** A server that other tests use at the same time, wherever it is. */
    private record SharedServer(String uri) implements RunningServer {

        @Override
        public void killForcibly() {
            throw new UnsupportedOperationException("expected an exclusive server but this one is shared");
        }

        @Override
        public void restart() {
            killForcibly();
        }

        @Override
        public void close() {
            // It lives as long as the JVM.
        }
    }

    private static final class Shared {

        private static final TestRedis INSTANCE =
                new TestRedis(new SharedServer(uri(() -> exclusive().uri())));

        private static String uri(Supplier<String> own) {
            return Optional.ofNullable(System.getenv("REDIS_TEST_URI"))
                    .filter(uri -> !uri.isBlank() && !inContainer())
                    .orElseGet(own);
        }
    }
}
