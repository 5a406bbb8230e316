package io.sluice.loadtest.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.TimelinePoint;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A result as a JSON object, for machines. */
public final class JsonReport {
    private JsonReport() {}

    /**
     * The object, over several lines:
     *
     * <pre>{@code
     * {"scenario":…,"description":…,"passed":…,
     *  "measurements":[{"name":…,"value":…,"unit":…,"limit":…}],
     *  "counted":…,
     *  "timeline":[{"atSeconds":…,"delivered":…,"p50Millis":…,"p99Millis":…,"maxMillis":…,
     *               "processes":[{"process":…,"cores":…,"residentBytes":…}]}]}
     * }</pre>
     *
     * <p>A value that is no number (a ratio to nothing) is {@code null}.
     */
    public static String json(ScenarioResult result) {
        ObjectNode report = Json.object()
                .put("scenario", result.scenario())
                .put("description", result.description())
                .put("passed", result.passes());
        ArrayNode measurements = report.putArray("measurements");
        result.measurements().forEach(measurement -> addMeasurement(measurements.addObject(), measurement));
        report.put("counted", result.counted());
        ArrayNode timeline = report.putArray("timeline");
        result.timeline().forEach(point -> addPoint(timeline.addObject(), point));
        return report.toPrettyString();
    }

    private static void addMeasurement(ObjectNode object, Measurement measurement) {
        object.put("name", measurement.name());
        putNumber(object, "value", measurement.value());
        object.put("unit", measurement.unit());
        measurement.limit().ifPresent(limit -> putNumber(object, "limit", limit));
    }

    private static void addPoint(ObjectNode object, TimelinePoint point) {
        putNumber(object, "atSeconds", point.atSeconds());
        object.put("delivered", point.delivered());
        putNumber(object, "p50Millis", point.p50Millis());
        putNumber(object, "p99Millis", point.p99Millis());
        putNumber(object, "maxMillis", point.maxMillis());
        ArrayNode processes = object.putArray("processes");
        for (ProcessUsage usage : point.processes()) {
            ObjectNode process = processes.addObject().put("process", usage.process());
            putNumber(process, "cores", usage.cores());
            process.put("residentBytes", usage.residentBytes());
        }
    }

    /** Whole numbers without a fraction or an exponent, as people write them. */
    private static void putNumber(ObjectNode object, String name, double number) {
        if (!Double.isFinite(number)) {
            object.putNull(name);
        } else if (number == Math.rint(number)) {
            object.put(name, (long) number);
        } else {
            object.put(name, number);
        }
    }

    public static void write(ScenarioResult result, Path file) throws IOException {
        Files.writeString(file, json(result) + "\n");
    }
}
