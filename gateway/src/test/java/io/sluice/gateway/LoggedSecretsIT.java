package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What strangers send in masses is neither in the log, at its most talkative, nor able to fill it. */
class LoggedSecretsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("gateway ready on [^:]*:(\\d+), management");
    private static final int STRANGERS = 100;

    /** A part of everything that is sent and must not be found again. */
    private static final String SECRET = "hunter2";

    @Test
    void neitherTokensNorKeysNorPayloadsAreLoggedAndRepeatsAreSwallowed() {
        try (ChildProcess node = ChildProcess.gateway(
                Map.of(
                        "SLUICE_LOG_LEVEL",
                        "debug",
                        "SLUICE_LOG_PEER_LINES_PER_SECOND",
                        "1",
                        "SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY",
                        SECRET + "-hmac-0123456789012345678901234567890123",
                        "SLUICE_HTTP_API_KEY",
                        SECRET + "-api"),
                "gateway",
                "--port",
                "0",
                "--management-port",
                "0",
                "--set",
                "http_stream.enabled=true")) {
            int port = awaitReady(node);
            long before = System.nanoTime();
            for (int i = 0; i < STRANGERS; i++) {
                connect(port, badToken(i));
            }
            callWithBadKeys(port);
            sendNonsense(port);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before);
            node.terminate();
            node.awaitEnd();

            List<String> told = new ArrayList<>(node.out());
            told.addAll(node.err());
            assertThat(told).noneMatch(line -> line.contains(SECRET));
            assertThat(told)
                    .filteredOn(line -> line.contains("token refused"))
                    .as("refusals of %d strangers", STRANGERS)
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(
                            (int) Math.min(STRANGERS - 1, seconds + 2)); // One a second, and the first.
        }
    }

    /** Three parts, of which some are no Base64, some no JSON, and some are signed by another key. */
    private static String badToken(int i) {
        return switch (i % 4) {
            case 0 -> SECRET + i;
            case 1 -> SECRET + "." + SECRET + "." + SECRET;
            case 2 -> "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0." + SECRET;
            default -> "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0." + SECRET;
        };
    }

    private static void connect(int port, String token) {
        try (RawWebSocket socket = RawWebSocket.open(port)) {
            socket.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"data\":{\"p\":\"" + SECRET + "\"}}}");
            socket.next();
        }
    }

    private static void callWithBadKeys(int port) {
        ServerApiClient api = new ServerApiClient(port);
        for (int i = 0; i < 10; i++) {
            assertThat(api.call("publish", "{\"channel\":\"a\",\"data\":\"" + SECRET + "\"}", "X-API-Key", SECRET + i)
                            .status())
                    .isEqualTo(401);
            assertThat(api.postPath("/api/publish?api_key=" + SECRET, "{").status())
                    .isEqualTo(401);
            assertThat(api.call("publish", "{\"data\":" + SECRET, "X-API-Key", SECRET + "-api")
                            .status())
                    .isEqualTo(400);
        }
    }

    private static void sendNonsense(int port) {
        try (RawWebSocket socket = RawWebSocket.open(port)) {
            socket.sendText("{\"id\":1,\"connect\":" + SECRET);
            socket.nextClose();
        }
        RawStream.post(port, "/connection/http_stream", "{\"id\":1,\"connect\":{\"token\":\"" + SECRET + "\"}}")
                .close();
        RawStream.post(port, "/connection/http_stream", SECRET).close();
        RawWebSocket.refusal(
                port,
                Handshake.plain()
                        .with("Origin", "http://" + SECRET + ".example")
                        .with("X-Request-Id", SECRET + "\u00e9")
                        .with("Authorization", "Bearer " + SECRET));
    }

    private static int awaitReady(ChildProcess node) {
        return await().atMost(PATIENCE).until(() -> readyPort(node), port -> port > 0);
    }

    private static int readyPort(ChildProcess node) {
        for (String line : node.out()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        return 0;
    }
}
