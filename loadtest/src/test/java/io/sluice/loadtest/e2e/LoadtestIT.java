package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load tests in small, each as a user starts it, against real servers. */
class LoadtestIT {
    private static final List<String> FAULTS = List.of(
            "messages lost",
            "messages duplicated",
            "messages reordered",
            "messages that nobody asked for",
            "connections broken",
            "publications failed");

    @TempDir
    private Path directory;

    /** What the command reports, by name, when it has passed. */
    private Map<String, Double> run(String scenario, String... options) throws Exception {
        Path json = directory.resolve("result.json");
        String[] arguments = Stream.of(
                        Stream.of("loadtest", scenario, "--json", json.toString(), "--seconds", "2", "--warmup", "1"),
                        Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new);
        try (CommandLine line = CommandLine.start(new File("/dev/null"), arguments)) {
            assertThat(line.status()).as(() -> String.join("\n", line.output())).isZero();
        }
        JsonNode result = Json.read(Files.readString(json));
        assertThat(result.path("scenario").asText()).isEqualTo(scenario);
        Map<String, Double> values = new TreeMap<>();
        result.path("measurements")
                .forEach(one ->
                        values.put(one.path("name").asText(), one.path("value").asDouble()));
        return values;
    }

    private static void assertFaultless(Map<String, Double> values, String prefix) {
        assertThat(values)
                .containsKeys(FAULTS.stream().map(fault -> prefix + fault).toArray(String[]::new));
        FAULTS.forEach(fault ->
                assertThat(values.get(prefix + fault)).as(prefix + fault).isZero());
    }

    @Test
    void aFanOutThroughARouterAndTwoGatewaysLosesNothing() throws Exception {
        Map<String, Double> values =
                run("fanout", "--connections", "40", "--channels", "4", "--rate", "100", "--nodes", "2", "--router");

        assertFaultless(values, "");
        // 40 clients in 4 groups of 10, 25 messages a second each, for 3 s. How many come within the window depends on
        // what
        // else the machine does.
        assertThat(values)
                .containsEntry("messages delivered from the beginning to the end", 3_000.0)
                .containsKeys(
                        "messages delivered in the window",
                        "CPU per delivered message, all gateways",
                        "CPU per delivered message, router",
                        "CPU per delivered message, redis",
                        "CPU per delivered message, generator",
                        "resident memory, gateway-2",
                        "latency, 99.9%",
                        "WebSocket ping round trip, 99%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "redis"})
    void aTickerLosesNothingWhicheverWayItIsPublished(String way) throws Exception {
        Map<String, Double> values = run(
                "ticker",
                "--connections",
                "30",
                "--symbols",
                "40",
                "--subscribe",
                "10",
                "--rate",
                "400",
                "--publish",
                way);

        assertFaultless(values, "");
        // 30 clients with a quarter of the symbols each, 400 messages a second, for 3 s; the same symbols at random in
        // each run.
        assertThat(values).containsEntry("messages delivered from the beginning to the end", 9_095.0);
    }

    @Test
    void aComparisonTellsARatioAndMeasuresBothTwice() throws Exception {
        Map<String, Double> values = run(
                "fanout", "--connections", "20", "--rate", "50", "--no-redis", "--compare", "baseline", "--runs", "2");

        assertFaultless(values, "sluice: ");
        assertFaultless(values, "baseline: ");
        assertThat(values.get("server CPU per delivered message, ratio to baseline"))
                .isPositive();
    }

    @Test
    void aPresetWithPrivateSymbolsReachesEverybody() throws Exception {
        Map<String, Double> values =
                run("ticker", "--preset", "private", "--connections", "60", "--rate", "120", "--no-redis");

        assertFaultless(values, "");
        // To one client each, 120 a second, for 3 s.
        assertThat(values).containsEntry("messages delivered from the beginning to the end", 360.0);
    }

    @Test
    void theBaselineRunsAlone() throws Exception {
        Map<String, Double> values = run("baseline", "--connections", "20", "--rate", "50");

        assertFaultless(values, "");
    }

    @Test
    void aServerThatRunsAlreadyIsLoadedByItsUrl() throws Exception {
        try (Cluster cluster = Cluster.start(ClusterPlan.singleGateway()
                .withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true"))) {
            Map<String, Double> values = run(
                    "fanout",
                    "--connections",
                    "10",
                    "--rate",
                    "50",
                    "--url",
                    cluster.gateway(0).apiUrl().toString(),
                    "--pid",
                    "mine=" + cluster.gateway(0).pid());

            assertFaultless(values, "");
            assertThat(values.get("resident memory, mine")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--redis", "--no-redis"})
    void deltasOfSimilarDocumentsTakeAFifthOfTheBytes(String broker) throws Exception {
        Map<String, Double> values = run("delta", "--connections", "10", "--rate", "50", broker);

        for (String format : List.of("JSON", "protobuf")) {
            assertThat(values.get("bytes sent with delta, as a share of those without, " + format))
                    .isBetween(0.01, 0.2);
            for (String form : List.of(" with delta", " without")) {
                assertThat(values.get("documents wrong or missing, " + format + form))
                        .isZero();
                assertThat(values).containsKey("gateway CPU per delivery, " + format + form);
            }
            assertThat(values.get("bytes sent per delivery, " + format + " without"))
                    .isGreaterThan(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fanout --rate 0",
                "fanout --size 10",
                "fanout --nodes 0",
                "fanout --no-redis --nodes 2",
                "fanout --compare nginx",
                "ticker --subscribe 300",
                "ticker --publish pigeon",
                "ticker --runs 0",
                "baseline --connections 0",
                "delta --rate 0",
                "scaleout --nodes 2 --to 2",
                "scaleout --clients 10 --channels 11",
                "rolling --nodes 1",
                "rolling --period 0",
                "storm --nodes 1",
                "storm --clients 0"
            })
    void wrongUsageIsAnErrorInWordsBeforeAnythingStarts(String arguments) throws Exception {
        try (CommandLine line = CommandLine.start(new File("/dev/null"), ("loadtest " + arguments).split(" "))) {
            assertThat(line.status()).isEqualTo(2);
            assertThat(line.output()).anyMatch(text -> text.contains("expected") || text.contains("need"));
        }
    }
}
