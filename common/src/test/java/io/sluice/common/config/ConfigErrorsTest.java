package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told about wrong settings. */
class ConfigErrorsTest {

    @TempDir
    Path directory;

    private final ConfigLoader<ExampleSettings> loader = ConfigLoader.of(ExampleSettings.class);

    private String message = "";

    @AfterEach
    void everyMessageIsOneLine() {
        assertThat(message).doesNotContain("\n").doesNotContain("SRCFG");
    }

    @Test
    void anUnknownKeyInYamlIsNamedWithItsLineAndTheNearestKey() throws IOException {
        Path file = file("a.yaml", "name: x\nclient:\n  ping_intervall: 3s\n");

        assertThat(errorOf(loader.file(file)))
                .isEqualTo("unknown setting client.ping_intervall (" + file
                        + " line 3), the nearest known is client.ping_interval");
    }

    @Test
    void anUnknownKeyInJsonIsNamedWithItsFile() throws IOException {
        Path file = file("a.json", "{\"channel\": {\"namespaces\": [{\"name\": \"a\", \"historyttl\": \"3s\"}]}}");

        assertThat(errorOf(loader.file(file)))
                .isEqualTo("unknown setting channel.namespaces[0].historyttl (" + file
                        + "), the nearest known is channel.namespaces[].history_ttl");
    }

    @Test
    void allUnknownKeysOfAFileAreNamedAtOnce() throws IOException {
        assertThat(errorOf(loader.file(file("a.yaml", "nane: x\nadmin: {enabled: true}\n"))))
                .contains("unknown setting nane")
                .contains("; ")
                .contains("unknown setting admin.enabled");
    }

    @Test
    void anUnknownKeyInAnOverrideIsAnError() {
        assertThat(errorOf(loader.override("ping_interval", "3s")))
                .isEqualTo("unknown setting ping_interval (command line), the nearest known is client.ping_interval");
    }

    @Test
    void anUnknownVariableIsAnErrorThatNamesTheNearest() {
        assertThat(errorOf(loader.environment(Map.of("SLUICE_CLIENT_PINGINTERVAL", "3s"))))
                .isEqualTo("unknown variable SLUICE_CLIENT_PINGINTERVAL, "
                        + "the nearest known is SLUICE_CLIENT_PING_INTERVAL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    client.ping_interval    | 25          | expected a duration such as 25s, 1m30s or 500ms, but was "25"
                    client.queue_max_size   | 5000000000  | expected a whole number of at most 2147483647, but was "5000000000"
                    client.queue_max_size   | 64k         | expected a whole number of at most 2147483647, but was "64k"
                    client.insecure         | yes         | expected true or false, but was "yes"
                    engine.type             | nats        | expected one of memory, redis, redis_cluster, but was "nats"
                    engine.load_factor      | NaN         | expected a number, but was "NaN"
                    engine.memory_limit     | lots        | expected a whole number, but was "lots"
                    client.queue_max_size   | ''          | expected a whole number of at most 2147483647, but was empty
                    """)
    void aWrongValueIsShownWithWhatWasExpected(String key, String value, String expected) {
        assertThat(errorOf(loader.override(key, value))).isEqualTo(key + ": " + expected + " (command line)");
    }

    @Test
    void aWrongValueIsShownWithWhereItComesFrom() throws IOException {
        Path file = file("a.yaml", "client:\n  insecure: 3\n");

        assertThat(errorOf(loader.file(file))).endsWith("but was \"3\" (" + file + " line 2)");
        assertThat(errorOf(loader.environment(Map.of("SLUICE_CLIENT_INSECURE", "4"))))
                .endsWith("but was \"4\" (variable SLUICE_CLIENT_INSECURE)");
    }

    @Test
    void aSecretIsNeverShown() {
        assertThat(errorOf(loader.override("engine.ports", "6379,hunter2")))
                .isEqualTo("engine.ports[1]: expected a whole number of at most 2147483647, "
                        + "but was <redacted> (command line)");
        assertThat(errorOf(loader.override("engine.ports", "[hunter2")))
                .contains("engine.ports")
                .doesNotContain("hunter2");
        assertThat(errorOf(loader.override("engine.ports", "[]").override("channel.namespaces", "hunter2")))
                .isEqualTo("channel.namespaces: expected a JSON array of objects (command line), "
                        + "but it is not JSON at line 1, column 8");
    }

    @Test
    void aListOfRecordsInAVariableMustBeAnArrayOfObjects() {
        assertThat(errorOf(loader.environment(Map.of("SLUICE_CHANNEL_NAMESPACES", "{\"name\":\"a\"}"))))
                .isEqualTo("channel.namespaces: expected a JSON array of objects "
                        + "(variable SLUICE_CHANNEL_NAMESPACES), but it is not an array");
        assertThat(errorOf(loader.environment(Map.of("SLUICE_CHANNEL_NAMESPACES", "[\"a\"]"))))
                .startsWith("channel.namespaces: expected a list of sections, but was a value");
        assertThat(errorOf(ConfigLoader.of(ExampleSettings.class).override("channel.namespaces", "[{}]")))
                .endsWith("but an array has an empty element");
        assertThat(errorOf(loader.environment(Map.of("SLUICE_CHANNEL_NAMESPACES", "[{\"name\":\"a\"}] x"))))
                .contains("not JSON");
    }

    @Test
    void whatARecordRefusesIsToldWithItsSection() {
        assertThat(errorOf(loader.override("client.pong_timeout", "25s")))
                .isEqualTo("client: pong_timeout must be less than ping_interval, but was 25s");
        assertThat(errorOf(loader.override("client.pong_timeout", "2s")
                        .override("channel.namespaces", "[{\"history_ttl\": \"1s\"}]")))
                .isEqualTo("channel.namespaces[0]: name must not be empty");
    }

    @Test
    void aSettingWithoutADefaultMustBeSet() {
        record Needy(@Setting(doc = "Port.") int port) {}

        assertThat(errorOf(ConfigLoader.of(Needy.class)))
                .isEqualTo("port: expected a whole number of at most 2147483647, but it is not set");
    }

    @Test
    void aSectionIsNotAValueNorAListOne() throws IOException {
        assertThat(errorOf(loader.override("client", "x"))).startsWith("client: expected settings inside this section");
        assertThat(errorOf(ConfigLoader.of(ExampleSettings.class).file(file("a.yaml", "channel: {namespaces: x}"))))
                .startsWith("channel.namespaces: expected a list of sections");
        assertThat(errorOf(ConfigLoader.of(ExampleSettings.class).file(file("b.yaml", "name: [{x: y}]"))))
                .startsWith("unknown setting name[0].x");
        assertThat(errorOf(ConfigLoader.of(ExampleSettings.class).file(file("c.yaml", "name: [x, y]"))))
                .startsWith("name[0]: expected one value, but was a list (")
                .contains("; name[1]: expected one value");
    }

    @Test
    void anIndexBeyondTheEndOfAListIsAnError() {
        assertThat(errorOf(loader.override("channel.namespaces[2].name", "x")))
                .isEqualTo("channel.namespaces: element 2 is set, but there are only 1 elements");
        assertThat(errorOf(loader.override("channel.namespaces[99999999999].name", "x")))
                .isEqualTo("channel.namespaces: 99999999999 is no index of a list");
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("none.yaml");

        assertThat(errorOf(loader.file(file))).isEqualTo("settings file " + file + " does not exist");
    }

    @Test
    void aDirectoryAndABinaryFileCannotBeRead() throws IOException {
        Path binary = Files.write(directory.resolve("a.yaml"), "ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(errorOf(loader.file(directory))).contains("cannot be read");
        assertThat(errorOf(ConfigLoader.of(ExampleSettings.class).file(binary))).endsWith("is not UTF-8 text");
    }

    @Test
    void aFileThatIsNotYamlIsToldWithLineAndColumn() throws IOException {
        Path file = file("a.yaml", "name: x\nclient: {ping_interval: 3s\n");

        assertThat(errorOf(loader.file(file)))
                .startsWith("settings file " + file + " line 3, column 1: it is not YAML");
    }

    @Test
    void aFileThatIsNotJsonIsToldWithLineAndColumn() throws IOException {
        Path file = file("a.json", "{\n  \"name\": hunter2\n}");

        assertThat(errorOf(loader.file(file)))
                .startsWith("settings file " + file + ": it is not JSON at line 2, column 18");
    }

    @ParameterizedTest
    @CsvSource({
        "a.yaml, '[1, 2]', expected keys with values",
        "a.yaml, 'just text', expected keys with values",
        "a.json, '[1]', the root is not an object",
        "a.yaml, 'name: a\nname: b', name is set twice (again on line 2)",
        "a.json, '{\"name\": 1, \"name\": 2}', not JSON",
        "a.yaml, 'channel:\n  namespaces:\n    - {}', channel.namespaces[0] is empty (line 3)",
        "a.json, '{\"channel\": {\"namespaces\": [{}]}}', an array has an empty element",
        "a.yaml, 'client: &c {x: *c}', contains itself",
        "a.yaml, 'name: a\n---\nname: b', expected a single document"
    })
    void aFileOfTheWrongShapeIsAnError(String name, String content, String expected) throws IOException {
        assertThat(errorOf(loader.file(file(name, content)))).contains(name).contains(expected);
    }

    private String errorOf(ConfigLoader<?> loader) {
        message = catchThrowableOfType(ConfigException.class, loader::load).getMessage();
        return message;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
