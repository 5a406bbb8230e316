package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedisIT {

    @Test
    void startedServerAnswersUntilItIsClosed() throws IOException {
        LocalRedis redis = LocalRedis.start();
        assertThat(ask(redis.port(), "PING")).isEqualTo("+PONG");
        assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());

        redis.close();
        redis.close();

        assertThatThrownBy(() -> ask(redis.port(), "PING")).isInstanceOf(IOException.class);
    }

    @Test
    void killedServerComesBackEmptyOnTheSamePort() throws IOException {
        try (LocalRedis redis = LocalRedis.start()) {
            ask(redis.port(), "SET key value");

            redis.killForcibly();
            assertThatThrownBy(() -> ask(redis.port(), "PING")).isInstanceOf(IOException.class);
            redis.restart();

            assertThat(ask(redis.port(), "EXISTS key")).isEqualTo(":0");
        }
    }

    @Test
    void bundledServerRunsToo() throws IOException {
        Path bundled = RedisExecutable.bundled().orElseThrow();

        try (LocalRedis redis = LocalRedis.start(bundled)) {
            assertThat(ask(redis.port(), "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void programThatEndsAtOnceIsReportedWithWhatItSaid(@TempDir Path directory) throws IOException {
        Path program = executable(directory, "redis-server", "#!/bin/sh\necho no such option; exit 1\n");

        assertThatThrownBy(() -> LocalRedis.start(program))
                .isInstanceOf(LocalRedisException.class)
                .hasMessageContaining("ended at once: no such option");
    }

    @Test
    void valkeyIsPreferredAndOnlyExecutablesCount(@TempDir Path first, @TempDir Path second) throws IOException {
        Files.writeString(first.resolve("valkey-server"), "no program");
        Path redis = executable(first, "redis-server", "#!/bin/sh\n");
        String path = first + ":" + ":" + second;
        assertThat(RedisExecutable.onPath(path)).contains(redis);

        Path valkey = executable(second, "valkey-server", "#!/bin/sh\n");

        assertThat(RedisExecutable.onPath(path)).contains(valkey);
        assertThat(RedisExecutable.onPath("")).isEmpty();
    }

    private static Path executable(Path directory, String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= ' ';
                    next = socket.getInputStream().read()) {
                line.append((char) next);
            }
            return line.toString();
        }
    }
}
