package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the process writes to its standard output, by its settings. */
class ProcessLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] ANY_PORTS = {"gateway", "--port", "0", "--management-port", "0"};

    @Test
    void jsonIsOneObjectALine() throws IOException {
        try (ChildProcess node = ChildProcess.gateway(Map.of("SLUICE_LOG_FORMAT", "json"), ANY_PORTS)) {
            awaitLine(node, "gateway ready on");
            node.terminate();
            node.awaitEnd();

            for (String line : node.out()) {
                JsonNode object = new ObjectMapper().readTree(line);
                assertThat(object.get("ts").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
                assertThat(object.get("level").textValue()).isIn("INFO", "WARN");
                assertThat(object.get("msg").textValue()).isNotEmpty();
            }
            assertThat(node.out()).anyMatch(line -> line.contains("\"msg\":\"gateway stopped"));
        }
    }

    @Test
    void debugSaysMoreOfTheProgramAndNotOfItsLibraries() throws IOException {
        try (ChildProcess node =
                ChildProcess.gateway(Map.of("SLUICE_LOG_LEVEL", "debug", "SLUICE_LOG_FORMAT", "json"), ANY_PORTS)) {
            awaitLine(node, "gateway ready on");

            Set<String> loggers = new HashSet<>();
            for (String line : node.out()) {
                JsonNode object = new ObjectMapper().readTree(line);
                if (object.get("level").textValue().equals("DEBUG")) {
                    loggers.add(object.get("logger").textValue());
                }
            }
            assertThat(loggers).isNotEmpty().allMatch(logger -> logger.startsWith("io.sluice."));
        }
    }

    @Test
    void levelNoneWritesNothing() {
        int port = FreePort.find();
        try (ChildProcess node = ChildProcess.gateway(
                Map.of("SLUICE_LOG_LEVEL", "none"), "gateway", "--port", "0", "--management-port", "" + port)) {
            await().atMost(PATIENCE).until(() -> listens(port));
            node.terminate();

            assertThat(node.awaitEnd()).isZero();
            assertThat(node.out()).isEmpty();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitLine(ChildProcess node, String part) {
        await().atMost(PATIENCE).until(() -> node.out().stream().anyMatch(line -> line.contains(part)));
    }
}
