package io.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void aTableHasOneRowForEachMeasurementAndTheVerdict() {
        assertThat(TextReport.lines(Results.idle(6144)))
                .containsExactly(
                        "idle: two connections",
                        "  all         1.2 MiB",
                        "  each one  6,144 bytes  (at most 6,144 bytes: ok)",
                        "passed");
    }

    @Test
    void aValueAboveItsLimitFails() {
        List<String> lines = TextReport.lines(Results.idle(6145));

        assertThat(lines).last().isEqualTo("FAILED");
        assertThat(lines.get(2)).endsWith("(at most 6,144 bytes: TOO MUCH)");
    }

    @Test
    void aPlainNumberHasNoUnitBehindIt() {
        ScenarioResult result = new ScenarioResult("a", "b", List.of(Measurement.of("lost", 0, "count")));

        assertThat(TextReport.lines(result)).contains("  lost  0");
    }

    @Test
    void theJsonSaysTheSame() throws Exception {
        JsonNode json = Json.read(JsonReport.json(Results.idle(7000)));

        assertThat(json.path("scenario").asText()).isEqualTo("idle");
        assertThat(json.path("passed").asBoolean(true)).isFalse();
        assertThat(json.path("measurements"))
                .hasToString("[{\"name\":\"all\",\"value\":1234567,\"unit\":\"bytes\"},"
                        + "{\"name\":\"each one\",\"value\":7000,\"unit\":\"bytes\",\"limit\":6144}]");
        assertThat(json.path("timeline")).hasToString("[]");
    }

    @Test
    void theJsonHoldsTheTimeline() throws Exception {
        JsonNode json = Json.read(JsonReport.json(Results.withTimeline(Results.point(1.5, 70, "gateway-1"))));

        assertThat(json.path("timeline"))
                .hasToString("[{\"atSeconds\":1.5,\"delivered\":70,\"p50Millis\":0.5,\"p99Millis\":2,\"maxMillis\":30,"
                        + "\"processes\":[{\"process\":\"gateway-1\",\"cores\":0.25,\"residentBytes\":104857600}]}]");
    }

    @Test
    void whatIsNoNumberIsNullInJson() throws Exception {
        ScenarioResult result = new ScenarioResult("a", "b", List.of(Measurement.of("c", Double.NaN, "ratio")));

        JsonNode value =
                Json.read(JsonReport.json(result)).path("measurements").path(0).path("value");

        assertThat(value.isNull()).isTrue();
    }

    @Test
    void onATerminalAStatusReplacesTheOneBeforeAndMessagesStay() {
        StringWriter text = new StringWriter();
        StatusLine line = new StatusLine(new PrintWriter(text), true);

        line.show("one");
        line.show("two");
        line.message("stays");

        assertThat(text).hasToString("\rone\u001b[K\rtwo\u001b[K\r\u001b[Kstays" + System.lineSeparator());
    }

    @Test
    void elsewhereEachStatusIsALine() {
        StringWriter text = new StringWriter();
        StatusLine line = new StatusLine(new PrintWriter(text, true), false);

        line.show("one");
        line.message("stays");
        line.clear();

        assertThat(text.toString().lines()).containsExactly("one", "stays");
    }
}
