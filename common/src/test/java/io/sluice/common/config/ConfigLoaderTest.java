package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.config.ExampleSettings.EngineType;
import io.sluice.common.config.ExampleSettings.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path directory;

    private final ConfigLoader<ExampleSettings> loader = ConfigLoader.of(ExampleSettings.class);

    @Test
    void withoutAnySourceTheDefaultsApply() {
        ExampleSettings settings = loader.load();

        assertThat(settings.name()).isEmpty();
        assertThat(settings.client().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.client().queueMaxSize()).isEqualTo(65_536);
        assertThat(settings.client().insecure()).isFalse();
        assertThat(settings.client().allowedOrigins()).containsExactly("http://localhost:3000", "null");
        assertThat(settings.engine().type()).isEqualTo(EngineType.MEMORY);
        assertThat(settings.engine().address()).isNull();
        assertThat(settings.engine().password()).isEmpty();
        assertThat(settings.engine().memoryLimit()).isEmpty();
        assertThat(settings.engine().ports()).containsExactly(6379, 6380);
        assertThat(settings.channel().namespaces()).isEmpty();
    }

    @Test
    void aSectionCanChangeTheDefaultsOfItsRecord() {
        assertThat(loader.load().engine().loadFactor()).isEqualTo(0.5);
    }

    @Test
    void aYamlFileSetsEverything() {
        assertExample(loader.file(resource("example.yaml")).load());
    }

    @Test
    void aJsonFileSetsTheSameAsYaml() {
        assertExample(loader.file(resource("example.json")).load());
    }

    @Test
    void anEmptyFileSetsNothing() throws IOException {
        ExampleSettings defaults = ConfigLoader.of(ExampleSettings.class).load();

        assertThat(loader.file(file("empty.yaml", ""))
                        .file(file("empty.json", ""))
                        .load())
                .isEqualTo(defaults);
    }

    @Test
    void anEmptySectionSetsNothing() throws IOException {
        assertThat(loader.file(file("a.yaml", "client:\nname: n\n")).load().name())
                .isEqualTo("n");
    }

    @Test
    void overridesWinOverVariablesOverFilesOverDefaults() throws IOException {
        ExampleSettings settings = loader.override("client.queue_max_size", "3")
                .environment(Map.of("SLUICE_CLIENT_QUEUE_MAX_SIZE", "2", "SLUICE_CLIENT_PING_INTERVAL", "20s"))
                .file(file("a.yaml", "client: {queue_max_size: 1, ping_interval: 10s, pong_timeout: 5s}"))
                .load();

        assertThat(settings.client().queueMaxSize()).isEqualTo(3);
        assertThat(settings.client().pingInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.client().pongTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.client().insecure()).isFalse();
    }

    @Test
    void ofTwoFilesTheLaterOneWins() throws IOException {
        ExampleSettings settings = loader.file(file("a.yaml", "name: a\nengine: {type: redis}"))
                .file(file("b.yaml", "name: b"))
                .load();

        assertThat(settings.name()).isEqualTo("b");
        assertThat(settings.engine().type()).isEqualTo(EngineType.REDIS);
    }

    @Test
    void ofTwoOverridesTheLaterOneWins() {
        assertThat(loader.override("name", "a").override("name", "b").load().name())
                .isEqualTo("b");
    }

    @Test
    void variablesOfOthersAndEmptyOnesAreLeftAlone() {
        ExampleSettings settings = loader.environment(Map.of("PATH", "/bin", "NAME", "x", "SLUICE_CLIENT_INSECURE", ""))
                .load();

        assertThat(settings).isEqualTo(ConfigLoader.of(ExampleSettings.class).load());
    }

    @Test
    void linksThatKubernetesMakesForServicesAreNotSettings() {
        ExampleSettings settings = loader.environment(Map.of(
                        "SLUICE_GATEWAY_SERVICE_HOST", "10.0.0.1",
                        "SLUICE_GATEWAY_SERVICE_PORT", "8000",
                        "SLUICE_GATEWAY_SERVICE_PORT_HTTP", "8000",
                        "SLUICE_GATEWAY_PORT", "tcp://10.0.0.1:8000",
                        "SLUICE_GATEWAY_PORT_8000_TCP", "tcp://10.0.0.1:8000",
                        "SLUICE_GATEWAY_PORT_8000_TCP_ADDR", "10.0.0.1"))
                .load();

        assertThat(settings).isEqualTo(ConfigLoader.of(ExampleSettings.class).load());
    }

    @Test
    void aListInAVariableIsSeparatedByCommasOrJson() {
        assertThat(loader.environment(Map.of("SLUICE_CLIENT_ALLOWED_ORIGINS", " a , b,"))
                        .load()
                        .client()
                        .allowedOrigins())
                .containsExactly("a", "b");
        assertThat(loader.environment(Map.of("SLUICE_CLIENT_ALLOWED_ORIGINS", "[\"a,1\", \"b\"]"))
                        .load()
                        .client()
                        .allowedOrigins())
                .containsExactly("a,1", "b");
    }

    @Test
    void anEmptyListReplacesTheDefault() throws IOException {
        assertThat(loader.override("client.allowed_origins", "[]")
                        .load()
                        .client()
                        .allowedOrigins())
                .isEmpty();
        assertThat(ConfigLoader.of(ExampleSettings.class)
                        .file(file("a.yaml", "client: {allowed_origins: []}"))
                        .load()
                        .client()
                        .allowedOrigins())
                .isEmpty();
    }

    @Test
    void aListInAHigherSourceReplacesALongerOneAsAWhole() {
        ExampleSettings settings = loader.file(resource("example.yaml"))
                .environment(Map.of("SLUICE_CHANNEL_NAMESPACES", "[{\"name\":\"only\",\"history_ttl\":\"1m\"}]"))
                .override("client.allowed_origins", "https://one.example.com")
                .load();

        assertThat(settings.channel().namespaces())
                .containsExactly(new Namespace("only", Duration.ofMinutes(1), List.of()));
        assertThat(settings.client().allowedOrigins()).containsExactly("https://one.example.com");
    }

    @Test
    void anOverrideWithAnIndexChangesAPartOfAList() {
        ExampleSettings settings = loader.file(resource("example.yaml"))
                .override("channel.namespaces[1].tags", "x,y")
                .override("channel.namespaces[0].tags", "z")
                .override("channel.namespaces[2].name", "added")
                .load();

        assertThat(settings.channel().namespaces())
                .containsExactly(
                        new Namespace("ticker", Duration.ofSeconds(30), List.of("z")),
                        new Namespace("chat", Duration.ZERO, List.of("x", "y")),
                        new Namespace("added", Duration.ZERO, List.of()));
    }

    @Test
    void namesOfEnumConstantsAreReadInAnyCase() {
        for (String text : List.of("redis_cluster", "REDIS_CLUSTER", "redis-cluster", " redis_cluster ")) {
            assertThat(loader.override("engine.type", text).load().engine().type())
                    .isEqualTo(EngineType.REDIS_CLUSTER);
        }
    }

    @Test
    void aTextIsTakenAsItIsWithoutExpressions() {
        assertThat(loader.override("name", "${HOME} \\, $x").load().name()).isEqualTo("${HOME} \\, $x");
    }

    @Test
    void yamlAnchorsAndMergesAreResolved() throws IOException {
        Path file = file(
                "a.yaml",
                """
                channel:
                  namespaces:
                    - &base {name: a, history_ttl: 5s}
                    - <<: *base
                      name: b
                """);

        assertThat(loader.file(file).load().channel().namespaces())
                .extracting(Namespace::historyTtl)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void aRecordThatCannotHoldSettingsIsAFaultOfTheProgram() {
        record NoAnnotation(int port) {}
        record BadType(@Setting(doc = "x") Thread thread) {}
        record SameVariable(@Setting(doc = "x") String aB, Inner a) {
            record Inner(@Setting(doc = "x") String b) {}
        }
        record UnknownDefault(@Setting(defaults = "prt=1") SameVariable.Inner inner) {}

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLoader.of(NoAnnotation.class))
                .withMessageContaining("port")
                .withMessageContaining("lacks @Setting");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLoader.of(BadType.class))
                .withMessageContaining("java.lang.Thread");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLoader.of(SameVariable.class))
                .withMessageContaining("SLUICE_A_B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLoader.of(UnknownDefault.class))
                .withMessageContaining("prt");
    }

    private static void assertExample(ExampleSettings settings) {
        assertThat(settings.name()).isEqualTo("north: 1");
        assertThat(settings.client().pingInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.client().pongTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.client().queueMaxSize()).isEqualTo(1_048_576);
        assertThat(settings.client().allowedOrigins())
                .containsExactly("https://example.com", "https://a,b.example.com");
        assertThat(settings.engine().type()).isEqualTo(EngineType.REDIS);
        assertThat(settings.engine().address()).isEqualTo("redis://localhost:6379/0");
        assertThat(settings.engine().loadFactor()).isEqualTo(0.75);
        assertThat(settings.channel().namespaces())
                .containsExactly(
                        new Namespace("ticker", Duration.ofSeconds(30), List.of("fast", "loud")),
                        new Namespace("chat", Duration.ZERO, List.of()));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/config", name);
    }
}
