package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The load tests about connections in small, each as a user starts it, against real servers. */
class ConnectionLoadsIT {
    private static final int ANY_STATUS = -1;

    @TempDir
    private Path directory;

    /** What the command reports, by name. */
    private Map<String, Double> run(int status, String options) throws Exception {
        Path json = directory.resolve("result.json");
        Path html = directory.resolve("result.html");
        String[] arguments = ("loadtest " + options + " --json " + json + " --html " + html).split(" ");
        try (CommandLine line = CommandLine.start(new File("/dev/null"), arguments)) {
            int ended = line.status();
            assertThat(ended)
                    .as(() -> String.join("\n", line.output()))
                    .isEqualTo(status == ANY_STATUS ? ended : status);
        }
        assertThat(Files.readString(html)).contains("<svg", "Resident memory");
        Map<String, Double> values = new TreeMap<>();
        JsonNode measurements = Json.read(Files.readString(json)).path("measurements");
        measurements.forEach(
                one -> values.put(one.path("name").asText(), one.path("value").asDouble()));
        return values;
    }

    @Test
    void aRushThroughARouterGetsEverybodyIn() throws Exception {
        Map<String, Double> values =
                run(0, "connect --connections 200 --rate 200 --warmup 50 --nodes 2 --router --redis");

        assertThat(values)
                .containsEntry("clients subscribed", 200.0)
                .containsEntry("connections failed", 0.0)
                .containsKeys(
                        "connect and subscribe, 99.9%",
                        "CPU per connection, gateway-2", "CPU per connection, router", "CPU per connection, redis");
        assertThat(values.get("clients subscribed per second")).isBetween(1.0, 210.0);
    }

    @Test
    void idleConnectionsHaveAHeapAMemoryAndACpuOfTheirOwn() throws Exception {
        // So few connections share what a gateway takes anyway, so the limit of the heap may or may not hold.
        Map<String, Double> values = run(ANY_STATUS, "idle --connections 300 --warmup 1 --seconds 2");

        assertThat(values)
                .containsKeys(
                        "resident memory per connection",
                        "CPU per connection and second, gateway-1",
                        "CPU per connection and second, generator")
                .doesNotContainKey("CPU per connection and second, redis");
        assertThat(values.get("live heap per connection")).isBetween(1_000.0, 20_000.0);
    }

    @Test
    void nobodyLosesAnythingWhileOthersComeAndGo() throws Exception {
        Map<String, Double> values = run(
                0, "churn --connections 30 --churn 80 --stay 0.5 --rate 100 --warmup 1 --seconds 3 --nodes 2 --router");

        assertThat(values)
                .containsEntry("messages lost", 0.0)
                .containsEntry("clients that came in vain", 0.0)
                .containsKeys("live heap without clients, after", "resident memory at the start, gateway-2");
        // Of some 300, on a machine that is not busy.
        assertThat(values.get("clients that came and went")).isGreaterThan(100);
        // Those who stay receive 10 messages a second each of their channel, for 4 s; the others come on top.
        assertThat(values.get("messages delivered from the beginning to the end"))
                .isGreaterThanOrEqualTo(1_200);
    }

    @ParameterizedTest
    @CsvSource({"disconnect, disconnect", "drop_oldest, drop", "conflate, conflate"})
    void aSlowClientMeetsItsPolicyAndTheOthersStay(String policy, String event) throws Exception {
        // The ratio of so short runs says nothing. Two seconds of this load are as much as waits for a client before it
        // counts
        // as slow: those that read have to fall so far behind to be taken for others.
        Map<String, Double> values = run(
                ANY_STATUS,
                "slow --policy " + policy + " --connections 4 --slow 2 --rate 60 --size 30000 --warmup 1 --seconds 3"
                        + " --runs 1");

        assertThat(values)
                .containsEntry("with: connections broken", 0.0)
                .containsEntry("without: connections broken", 0.0)
                .containsKeys(
                        "with: messages lost",
                        "with: latency, 99%",
                        "latency of the others, 99%, ratio of with to without");
        assertThat(values).anySatisfy((name, value) -> {
            assertThat(name).contains("(sluice_gateway_slow_consumer_events_total{policy=\"" + event + "\"})");
            assertThat(value).isPositive();
        });
        assertThat(values.get("with: messages delivered from the beginning to the end"))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect --rate 0",
                "connect --warmup -1",
                "connect --connections 0",
                "idle --seconds 0",
                "idle --warmup 0",
                "idle --nodes 2 --no-redis",
                "churn --stay 0",
                "churn --churn -1",
                "churn --size 1",
                "slow --slow 0",
                "slow --policy wait",
                "slow --runs 0",
                "slow --json /nowhere/at/all.json"
            })
    void wrongUsageIsAnErrorInWordsBeforeAnythingStarts(String arguments) throws Exception {
        try (CommandLine line = CommandLine.start(new File("/dev/null"), ("loadtest " + arguments).split(" "))) {
            assertThat(line.status()).isEqualTo(2);
            assertThat(line.output()).anyMatch(text -> text.contains("expected") || text.contains("need"));
        }
    }
}
