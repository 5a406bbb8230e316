package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** values.yaml, its schema, the README and the templates speak of the same values. */
class AgreementTest {

    private static final JsonNode SCHEMA = Yaml.parse(Chart.read(Chart.DIRECTORY.resolve("values.schema.json")));

    /** Contexts in which nothing is random, and between them every part of the chart is rendered. */
    private static final List<Chart> CONTEXTS = Stream.of("keda", "extras", "production", "single-values")
            .map(name -> Chart.of(Chart.DIRECTORY.resolve("ci/" + name + ".yaml")))
            .toList();

    private static final JsonNode VALUES = Yaml.parse(Chart.read(Chart.DIRECTORY.resolve("values.yaml")));

    private static final List<String> CANDIDATES = List.of(
            "true",
            "false",
            "77",
            "marker",
            "77s",
            "'77'",
            "77m",
            "77mb",
            "Never",
            "none",
            "kubernetes",
            "IfHealthyBudget",
            "nginx",
            "Local",
            "PreferSameZone",
            "NodePort",
            "Recreate",
            "'rediss://marker.example.com'",
            "'http://marker.example.com'",
            "'sha256:7777777777777777777777777777777777777777777777777777777777777777'",
            "[marker]",
            "[/marker]",
            "[SluiceGatewayDown]",
            "[{name: marker}]",
            "{marker: marker}",
            "{SluiceGatewayDown: info}",
            "{limits: {memory: 77Mi}}",
            "{scaleUp: {selectPolicy: Min}}",
            "{type: Recreate}",
            "{request: 77s}");

    private static final Map<Chart, String> TEXTS = new ConcurrentHashMap<>();

    static List<String> leaves() {
        return ValuesTree.leaves();
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyValueIsInTheSchema(String path) {
        JsonNode schema = SCHEMA;
        for (String key : path.split("\\.")) {
            schema = resolve(schema);
            if (isFree(schema)) {
                return;
            }
            assertThat(schema.path("properties").has(key))
                    .as("%s: schema knows %s", path, key)
                    .isTrue();
            schema = schema.path("properties").path(key);
        }
    }

    @Test
    void everyPropertyOfTheSchemaHasADefault() {
        missing("", SCHEMA, VALUES);
    }

    private static void missing(String path, JsonNode schema, JsonNode values) {
        JsonNode resolved = resolve(schema);
        // What has a default as a whole may know more keys than the default has.
        boolean whole =
                ValuesTree.documented().stream().anyMatch(value -> value.path().equals(path));
        if (whole) {
            return;
        }
        resolved.path("properties").properties().forEach(entry -> {
            String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            assertThat(values.has(entry.getKey()))
                    .as("values.yaml has %s", below)
                    .isTrue();
            missing(below, entry.getValue(), values.path(entry.getKey()));
        });
    }

    @Test
    void everyMappingOfTheSchemaIsClosedOrFree() {
        closed("", SCHEMA);
        SCHEMA.path("definitions").properties().forEach(entry -> closed(entry.getKey(), entry.getValue()));
    }

    private static void closed(String path, JsonNode schema) {
        // The parts of conditions have no type.
        if (schema.has("properties") && schema.has("type") && !path.equals("global")) {
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as("%s takes unknown keys", path)
                    .isFalse();
        }
        schema.path("properties").properties().forEach(entry -> closed(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyValueIsExplained(String path) {
        assertThat(ValuesTree.documented())
                .as("a comment at %s or above it", path)
                .anyMatch(value -> path.equals(value.path()) || path.startsWith(value.path() + "."));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyValueChangesWhatIsRendered(String path) {
        assertThat(candidates(path).anyMatch(candidate -> changesSomething(path, candidate)))
                .as("no template uses %s", path)
                .isTrue();
    }

    private static boolean changesSomething(String path, JsonNode candidate) {
        for (Chart context : CONTEXTS) {
            // Dashboards are most of what is rendered, and seldom what is asked for.
            Chart chart =
                    path.startsWith("metrics.") ? context : context.with("{metrics: {dashboards: {enabled: false}}}");
            String before = TEXTS.computeIfAbsent(chart, Chart::textWithHooks);
            try {
                if (!chart.with(nested(path, candidate).toString())
                        .textWithHooks()
                        .equals(before)) {
                    return true;
                }
            } catch (IllegalStateException e) {
                if (!e.getMessage().contains("schema")) {
                    return true; // a template looked at it, and did not like it
                }
            }
        }
        return false;
    }

    /** Values of the type of the default, or of any type if that is null, some of which are right for any of our fields. */
    private static Stream<JsonNode> candidates(String path) {
        JsonNode byDefault = Yaml.at(VALUES, path);
        return CANDIDATES.stream()
                .map(Yaml::parse)
                .filter(candidate -> byDefault.isNull() || candidate.getNodeType() == byDefault.getNodeType());
    }

    private static ObjectNode nested(String path, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode node = root;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            node = node.putObject(keys[i]);
        }
        node.set(keys[keys.length - 1], value);
        return root;
    }

    private static JsonNode resolve(JsonNode schema) {
        return schema.has("$ref")
                ? resolve(SCHEMA.path("definitions")
                        .path(schema.path("$ref").asText().replace("#/definitions/", "")))
                : schema;
    }

    private static boolean isFree(JsonNode schema) {
        return !schema.has("properties");
    }

    /** {@code -Dhelm.write=true} writes the table anew. */
    @Test
    void readmeHasTheTableOfTheValues() throws IOException {
        String table = ValuesTree.documented().stream()
                .map(value -> "| `" + value.path() + "` | `" + value.byDefault() + "` | "
                        + value.meaning().replace("|", "\\|") + " |")
                .collect(Collectors.joining("\n", "| Value | Default | Meaning |\n|---|---|---|\n", "\n"));
        Path readme = Chart.DIRECTORY.resolve("README.md");
        String text = Chart.read(readme);
        String heading = "## Values\n\n";
        int begin = text.indexOf(heading) + heading.length();
        assertThat(begin).isGreaterThan(heading.length());
        if (Boolean.getBoolean("helm.write")) {
            Files.writeString(readme, text.substring(0, begin) + table);
        }
        assertThat(Chart.read(readme).substring(begin)).isEqualTo(table);
    }

    @Test
    void chartHasTheVersionOfTheProject() {
        JsonNode chart = Yaml.parse(Chart.read(Chart.DIRECTORY.resolve("Chart.yaml")));
        String pom = Chart.read(Chart.DIRECTORY.resolve("../pom.xml"));
        String project = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
        assertThat(chart.path("version").asText()).isEqualTo(project.replace("-SNAPSHOT", ""));
        assertThat(chart.path("appVersion").asText()).isEqualTo(project.replace("-SNAPSHOT", ""));
    }
}
