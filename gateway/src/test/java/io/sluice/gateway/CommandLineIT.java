package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.ChildProcess;
import io.sluice.gateway.testing.ProtocolClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as the process that operators start and stop. */
class CommandLineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("gateway ready on 127\\.0\\.0\\.1:(\\d+), management on 127\\.0\\.0\\.1:(\\d+)");
    private static final String[] LOCAL = {
        "gateway",
        "--port",
        "0",
        "--management-port",
        "0",
        "--set",
        "http_server.address=127.0.0.1",
        "--set",
        "management.address=127.0.0.1"
    };

    @TempDir
    private Path directory;

    @Test
    void nodeSaysWhenItIsReadyAndEndsInOrderOnSigterm() {
        try (ChildProcess node = ChildProcess.gateway(Map.of("SLUICE_CLIENT_INSECURE", "true"), LOCAL)) {
            int port = awaitReady(node);
            try (ProtocolClient client = ProtocolClient.connect(port)) {
                node.terminate();

                assertThat(client.awaitClose().closeCode()).isEqualTo(3001);
            }
            assertThat(node.awaitEnd()).isZero();
            assertThat(node.err()).isEmpty();
        }
    }

    @Test
    void portThatIsNoNumberIsAUsageError() {
        assertUsageError("http_server.port", "gateway", "--port", "eighty");
    }

    @Test
    void portOutOfRangeIsAUsageError() {
        assertUsageError("port must be 0 to 65535", "gateway", "--port", "65536");
    }

    @Test
    void unknownSettingIsAUsageErrorThatNamesTheNearest() {
        assertUsageError("client.ping_interval", "gateway", "--set", "client.ping_intervall=5s");
    }

    @Test
    void unknownVariableIsAUsageErrorThatNamesTheNearest() {
        try (ChildProcess node = ChildProcess.gateway(Map.of("SLUICE_HTTP_SERVER_PROT", "1"), "gateway")) {
            assertThat(node.awaitEnd()).isEqualTo(2);
            assertThat(node.err()).hasSize(1);
            assertThat(node.err().get(0)).contains("SLUICE_HTTP_SERVER_PROT", "SLUICE_HTTP_SERVER_PORT");
        }
    }

    @Test
    void unknownOptionIsAUsageError() {
        assertUsageError("--prot", "gateway", "--prot", "1");
    }

    @Test
    void missingConfigFileIsAUsageError() {
        Path missing = directory.resolve("missing.yaml");

        assertUsageError(missing.toString(), "gateway", "--config", missing.toString());
    }

    @Test
    void brokenYamlIsAUsageError() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "client:\n  insecure: [true\nhttp_api:\n");

        assertUsageError(broken.toString(), "gateway", "--config", broken.toString());
    }

    @Test
    void wrongValueInAFileIsAUsageErrorThatNamesFileAndSetting() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "client:\n  channel_limit: many\n");

        assertUsageError("client.channel_limit", "gateway", "--config", file.toString());
    }

    @Test
    void settingsThatContradictEachOtherAreAUsageError() {
        assertUsageError("pong_timeout", "gateway", "--set", "client.pong_timeout=30s");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        try (ChildProcess node = ChildProcess.gateway(Map.of())) {
            assertThat(node.awaitEnd()).isEqualTo(2);
            assertThat(node.err()).anyMatch(line -> line.contains("gateway")).anyMatch(line -> line.contains("config"));
        }
    }

    @Test
    void printedSettingsHideSecrets() throws IOException {
        Path file = Files.writeString(directory.resolve("secret.yaml"), "http_api:\n  key: hush-hush\n");
        try (ChildProcess node = ChildProcess.gateway(Map.of(), "config", "print", file.toString())) {
            assertThat(node.awaitEnd()).isZero();
            assertThat(String.join("\n", node.out())).contains("key:").doesNotContain("hush-hush");
        }
    }

    @Test
    void validSettingsPassTheCheck() throws IOException {
        Path file = Files.writeString(directory.resolve("good.yaml"), "client:\n  ping_interval: 10s\n");
        try (ChildProcess node = ChildProcess.gateway(Map.of(), "config", "check", file.toString())) {
            assertThat(node.awaitEnd()).isZero();
            assertThat(node.err()).isEmpty();
        }
    }

    @Test
    void theCheckNamesWhatAFileOfCentrifugoAsksForInVain() throws IOException {
        try (ChildProcess node = ChildProcess.gateway(
                Map.of(), "config", "check", centrifugoFile().toString())) {
            assertThat(node.awaitEnd()).isZero();
            assertThat(node.out())
                    .endsWith("the settings are valid", "not available in Sluice:", "  admin", "  log.file");
        }
    }

    @Test
    void theStartNamesWhatAFileOfCentrifugoAsksForInVain() throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(LOCAL), Stream.of("--config", centrifugoFile().toString()))
                .toArray(String[]::new);
        try (ChildProcess node = ChildProcess.gateway(Map.of(), arguments)) {
            awaitReady(node);
            assertThat(node.out())
                    .anyMatch(line -> line.contains("WARN")
                            && line.contains("not available in Sluice have no effect: admin, log.file"));
        }
    }

    private Path centrifugoFile() throws IOException {
        return Files.writeString(
                directory.resolve("config.json"),
                "{\"admin\": {\"enabled\": true, \"password\": \"p\"}, \"log\": {\"level\": \"info\", \"file\": \"log.txt\"},"
                        + " \"client\": {\"channel_limit\": 3}}");
    }

    private static void assertUsageError(String named, String... arguments) {
        try (ChildProcess node = ChildProcess.gateway(Map.of(), arguments)) {
            assertThat(node.awaitEnd()).isEqualTo(2);
            assertThat(node.err()).hasSize(1);
            assertThat(node.err().get(0)).startsWith("sluice: ").contains(named);
        }
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
