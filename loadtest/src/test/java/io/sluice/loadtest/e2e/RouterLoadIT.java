package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code loadtest router} in small, as a user starts it. How it compares on a busy machine is not what is tested. */
class RouterLoadIT {
    private static final int LIMIT_EXCEEDED = 1;

    @TempDir
    private Path directory;

    /** The report, whatever the verdict. */
    private JsonNode report(List<Integer> statuses, String... options) throws Exception {
        Path json = directory.resolve("result.json");
        String[] arguments = Stream.concat(
                        Stream.of("loadtest", "router", "--json", json.toString()), Stream.of(options))
                .toArray(String[]::new);
        try (CommandLine line = CommandLine.start(new File("/dev/null"), arguments)) {
            assertThat(line.status()).as(() -> String.join("\n", line.output())).isIn(statuses);
        }
        return Json.read(Files.readString(json));
    }

    private static List<String> names(JsonNode report) {
        return StreamSupport.stream(report.path("measurements").spliterator(), false)
                .map(measurement -> measurement.path("name").asText())
                .toList();
    }

    @Test
    void ourRouterAndHaproxyAreMeasuredInOneRun() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/haproxy")),
                "haproxy is not installed in /usr/sbin; .ci/run installs it");

        JsonNode report = report(
                List.of(0, LIMIT_EXCEEDED),
                "--clients=20 --channels=2 --rate=20 --large-rate=0 --pairs=0 --seconds=1 --warmup=0 --runs=1"
                        .split(" "));

        assertThat(names(report))
                .contains(
                        "small messages: CPU per relayed message, ratio to haproxy",
                        "small messages: added latency, 99%, ratio to haproxy",
                        "small messages: latency, 99%, no hop",
                        "small messages: CPU per relayed message, router",
                        "small messages: CPU per relayed message, haproxy");
    }

    @Test
    void withoutHaproxyTheReportSaysSoAndHasOurRouterOnly() throws Exception {
        JsonNode report = report(
                List.of(0),
                "--clients=20 --rate=20 --large-rate=0 --pairs=0 --seconds=1 --warmup=0 --runs=1 --haproxy=/none"
                        .split(" "));

        assertThat(report.path("description").asText()).contains("NO OTHER hop, since HAProxy is not installed");
        assertThat(names(report))
                .contains("small messages: added latency, 99%, router")
                .noneMatch(name -> name.contains("haproxy"));
    }
}
