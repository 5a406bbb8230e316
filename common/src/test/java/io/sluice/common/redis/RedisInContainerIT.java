package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the profile {@code containers} rests on: that its tests really meet a Redis in a container. */
class RedisInContainerIT {

    @Test
    void theProfileAsksForAContainer() {
        assertThat(System.getProperty(TestRedis.BACKEND_PROPERTY)).isEqualTo("container");
    }

    @Test
    void theServerIsOfVersionSevenOrNewerAndHasAProcessNumberOfItsOwn() throws IOException {
        try (TestRedis redis = TestRedis.exclusive()) {
            String info = info(redis);

            assertThat(info).containsPattern("redis_version:([7-9]|\\d\\d)\\.");
            // On this machine a server that we start has a number in the thousands; in a container it is among the
            // first.
            assertThat(info).containsPattern("process_id:\\d{1,2}\\r");
        }
    }

    @Test
    void aServerThatIsKilledComesBackEmptyOnTheSamePort() throws IOException {
        try (TestRedis redis = TestRedis.exclusive()) {
            ask(redis, "SET key value");
            int port = redis.port();

            redis.killForcibly();
            redis.restart();

            assertThat(redis.port()).isEqualTo(port);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask(redis, "EXISTS key")).startsWith(":0"));
        }
    }

    private static String info(TestRedis redis) throws IOException {
        return ask(redis, "INFO server");
    }

    private static String ask(TestRedis redis, String command) throws IOException {
        try (Socket socket = new Socket(URI.create(redis.uri()).getHost(), redis.port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
