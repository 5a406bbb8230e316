package io.sluice.loadtest.report;

import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A result as a table for people. */
public final class TextReport {
    private TextReport() {}

    /** The lines of the table, the verdict last. */
    public static List<String> lines(ScenarioResult result) {
        int width = result.measurements().stream()
                .mapToInt(measurement -> measurement.name().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(result.scenario() + ": " + result.description());
        result.measurements().forEach(measurement -> lines.add(row(measurement, width)));
        lines.add(result.passes() ? "passed" : "FAILED");
        return lines;
    }

    private static String row(Measurement measurement, int width) {
        String name = measurement.name() + " ".repeat(width - measurement.name().length());
        String row = String.format(Locale.ROOT, "  %s %,15.0f %s", name, measurement.value(), measurement.unit());
        if (measurement.limit().isEmpty()) {
            return row;
        }
        return row
                + String.format(
                        Locale.ROOT,
                        "  (at most %,.0f: %s)",
                        measurement.limit().getAsDouble(),
                        measurement.passes() ? "ok" : "TOO MUCH");
    }
}
