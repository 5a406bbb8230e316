package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How settings are printed and documented. */
class SettingsTextTest {

    @TempDir
    Path directory;

    private final ConfigLoader<ExampleSettings> loader = ConfigLoader.of(ExampleSettings.class);

    @Test
    void settingsArePrintedAsYaml() {
        assertThat(loader.file(Path.of("src/test/resources/config/example.yaml"))
                        .override("engine.ports", "[]")
                        .describe())
                .isEqualTo(
                        """
                        name: 'north: 1'
                        client:
                          ping_interval: 1m30s
                          pong_timeout: 8s
                          queue_max_size: 1048576
                          insecure: false
                          allowed_origins:
                            - https://example.com
                            - https://a,b.example.com
                          token_key: ''
                        engine:
                          type: redis
                          address: redis://localhost:6379/0
                          password: null
                          load_factor: 0.75
                          memory_limit: null
                          ports: []
                        channel:
                          namespaces:
                            - name: ticker
                              history_ttl: 30s
                              tags:
                                - fast
                                - loud
                            - name: chat
                              history_ttl: 0s
                              tags: []
                        """);
    }

    @Test
    void whatIsPrintedLoadsAsTheSameSettings() throws IOException {
        ExampleSettings settings = loader.override("name", "true")
                .override("engine.ports", "[]")
                .override("engine.memory_limit", "17")
                .override("client.allowed_origins", "[\" a \", \"\", \"#b\"]")
                .override("channel.namespaces", "[{\"name\": \"\\u0000\\n:'\\\"é😀\", \"tags\": [\"~\"]}]")
                .load();

        Path printed = Files.writeString(directory.resolve("printed.yaml"), loader.print(settings));

        assertThat(ConfigLoader.of(ExampleSettings.class).file(printed).load()).isEqualTo(settings);
    }

    @Test
    void secretsThatAreSetAreRedacted() {
        String printed = loader.override("client.token_key", "hunter2")
                .override("engine.password", "hunter2")
                .override("engine.ports", "1")
                .describe();

        assertThat(printed)
                .doesNotContain("hunter2")
                .contains("token_key: <redacted>", "password: <redacted>", "- <redacted>");
    }

    @Test
    void credentialsInAnAddressAreRedacted() {
        assertThat(loader.override("engine.address", "redis://me:hunter2@host:6379/0")
                        .describe())
                .contains("address: redis://<redacted>@host:6379/0");
    }

    @Test
    void settingsAreDocumentedAsATable() {
        assertThat(loader.document())
                .startsWith(
                        """
                        | Setting | Type | Default | Variable | Meaning |
                        |---|---|---|---|---|
                        | `name` | text |  | `SLUICE_NAME` | Name of the node. |
                        | `client.ping_interval` | duration | `25s` | `SLUICE_CLIENT_PING_INTERVAL` | Time between pings. |
                        """)
                .contains("| `client.queue_max_size` | whole number | `65536` "
                        + "| `SLUICE_CLIENT_QUEUE_MAX_SIZE` | Most bytes that wait for a client. |\n")
                .contains("| `client.allowed_origins` | list of text | `http://localhost:3000, null` "
                        + "| `SLUICE_CLIENT_ALLOWED_ORIGINS` | Origins \\| of pages. |\n")
                .contains("| `engine.type` | `memory` or `redis` or `redis_cluster` | `memory` |")
                .contains("| `engine.password` | text, optional, secret |  |")
                .contains("| `engine.load_factor` | number | `0.5` |")
                .contains("| `channel.namespaces` | list of sections |  | `SLUICE_CHANNEL_NAMESPACES` | Options")
                .contains("| `channel.namespaces[].history_ttl` | duration | `0s` |  | Age");
    }
}
