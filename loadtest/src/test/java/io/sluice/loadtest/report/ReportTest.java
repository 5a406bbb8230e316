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
    private static ScenarioResult result(long heap) {
        return new ScenarioResult(
                "idle",
                "two connections",
                List.of(Measurement.bytes("all", 1234567), Measurement.bytesAtMost(6144, "each one", heap)));
    }

    @Test
    void aTableHasOneRowForEachMeasurementAndTheVerdict() {
        assertThat(TextReport.lines(result(6144)))
                .containsExactly(
                        "idle: two connections",
                        "  all            1,234,567 bytes",
                        "  each one           6,144 bytes  (at most 6,144: ok)",
                        "passed");
    }

    @Test
    void aValueAboveItsLimitFails() {
        assertThat(TextReport.lines(result(6145))).last().isEqualTo("FAILED");
        assertThat(TextReport.lines(result(6145)).get(2)).endsWith("(at most 6,144: TOO MUCH)");
    }

    @Test
    void theJsonSaysTheSame() throws Exception {
        JsonNode json = Json.read(JsonReport.json(result(7000)));

        assertThat(json.path("scenario").asText()).isEqualTo("idle");
        assertThat(json.path("passed").asBoolean(true)).isFalse();
        assertThat(json.path("measurements"))
                .hasToString("[{\"name\":\"all\",\"value\":1234567,\"unit\":\"bytes\"},"
                        + "{\"name\":\"each one\",\"value\":7000,\"unit\":\"bytes\",\"limit\":6144}]");
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
