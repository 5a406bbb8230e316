package io.sluice.loadtest.report;

import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;

/** A result as a table for people. */
public final class TextReport {
    private static final String INDENT = "  ";

    private TextReport() {}

    /** The lines of the table, the verdict last. */
    public static List<String> lines(ScenarioResult result) {
        List<Measurement> measurements = result.measurements();
        int nameWidth =
                measurements.stream().mapToInt(m -> m.name().length()).max().orElse(0);
        int numberWidth = measurements.stream()
                .mapToInt(m -> value(m).number().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(result.scenario() + ": " + result.description());
        for (Measurement measurement : measurements) {
            Quantity value = value(measurement);
            String name = measurement.name()
                    + " ".repeat(nameWidth - measurement.name().length());
            String number = " ".repeat(numberWidth - value.number().length()) + value.number();
            lines.add((INDENT + name + INDENT + number + " " + value.unit() + limit(measurement)).stripTrailing());
        }
        lines.add(result.passes() ? "passed" : "FAILED");
        return lines;
    }

    private static Quantity value(Measurement measurement) {
        return Quantity.of(measurement.value(), measurement.unit());
    }

    private static String limit(Measurement measurement) {
        if (measurement.limit().isEmpty()) {
            return "";
        }
        Quantity limit = Quantity.of(measurement.limit().getAsDouble(), measurement.unit());
        return INDENT + "(at most " + limit + ": " + (measurement.passes() ? "ok" : "TOO MUCH") + ")";
    }
}
