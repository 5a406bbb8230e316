package io.sluice.loadtest.scenario;

import java.util.List;

/**
 * What a scenario found.
 *
 * @param scenario its name on the command line
 * @param description what it did, with its parameters
 */
public record ScenarioResult(String scenario, String description, List<Measurement> measurements) {
    public ScenarioResult {
        measurements = List.copyOf(measurements);
    }

    /** Whether every measurement is within its limit. */
    public boolean passes() {
        return measurements.stream().allMatch(Measurement::passes);
    }
}
