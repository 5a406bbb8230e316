package io.sluice.loadtest.scenario;

import io.sluice.loadtest.measure.TimelinePoint;
import java.util.List;

/**
 * What a scenario found.
 *
 * @param scenario its name on the command line
 * @param description what it did, with its parameters
 * @param measurements what it found, in the order of its report
 * @param counted what the time line counts as delivered, e.g. {@code messages}
 * @param timeline one point for each second, empty when the scenario has no time line
 */
public record ScenarioResult(
        String scenario,
        String description,
        List<Measurement> measurements,
        String counted,
        List<TimelinePoint> timeline) {
    public ScenarioResult {
        measurements = List.copyOf(measurements);
        timeline = List.copyOf(timeline);
    }

    /** A result whose time line counts messages. */
    public ScenarioResult(
            String scenario, String description, List<Measurement> measurements, List<TimelinePoint> timeline) {
        this(scenario, description, measurements, "messages", timeline);
    }

    /** A result without a time line. */
    public ScenarioResult(String scenario, String description, List<Measurement> measurements) {
        this(scenario, description, measurements, List.of());
    }

    /** Whether every measurement is within its limit. */
    public boolean passes() {
        return measurements.stream().allMatch(Measurement::passes);
    }
}
