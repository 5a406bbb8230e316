package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadShape;
import java.util.Map;

/**
 * A load and what result of it is a pass.
 *
 * @param name on the command line
 * @param description of the load, with its numbers
 * @param shape of the load
 * @param baselineDeliveriesPerSecond how many messages a second all clients together get from the baseline server, which may
 *     not be able to sustain what the scenario asks of a gateway that batches
 * @param ratioLimits the highest CPU time per delivered message as a ratio to that of another server, by its name; those
 *     missing are for information
 */
public record LoadScenario(
        String name,
        String description,
        LoadShape shape,
        double baselineDeliveriesPerSecond,
        Map<String, Double> ratioLimits) {

    public LoadScenario {
        ratioLimits = Map.copyOf(ratioLimits);
    }
}
