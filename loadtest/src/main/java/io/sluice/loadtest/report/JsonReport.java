package io.sluice.loadtest.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A result as a JSON object, for machines. */
public final class JsonReport {
    private JsonReport() {}

    /** {@code {"scenario":…,"description":…,"passed":…,"measurements":[{"name":…,"value":…,"unit":…,"limit":…}]}}. */
    public static String json(ScenarioResult result) {
        ObjectNode report = Json.object()
                .put("scenario", result.scenario())
                .put("description", result.description())
                .put("passed", result.passes());
        ArrayNode measurements = report.putArray("measurements");
        for (Measurement measurement : result.measurements()) {
            ObjectNode one = measurements.addObject().put("name", measurement.name());
            putNumber(one, "value", measurement.value());
            one.put("unit", measurement.unit());
            measurement.limit().ifPresent(limit -> putNumber(one, "limit", limit));
        }
        return report.toPrettyString();
    }

    /** Whole numbers without a fraction or an exponent, as people write them. */
    private static void putNumber(ObjectNode object, String name, double number) {
        if (number == Math.rint(number)) {
            object.put(name, (long) number);
        } else {
            object.put(name, number);
        }
    }

    public static void write(ScenarioResult result, Path file) throws IOException {
        Files.writeString(file, json(result) + "\n");
    }
}
