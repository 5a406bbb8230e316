package io.sluice.loadtest.balance;

import io.sluice.loadtest.load.Reception;
import io.sluice.loadtest.scenario.Measurement;
import java.util.List;

/**
 * What became of all publications of a run.
 *
 * @param whole what was received from the first publication to the end
 * @param lost publications that a subscriber of their channel has not got when nothing came any more
 */
record Delivery(Reception whole, long lost) {
    private static final String COUNT = "count";

    /** The counts, with nothing allowed where nothing may go wrong. */
    List<Measurement> measurements(String prefix) {
        return List.of(
                Measurement.of(prefix + "messages delivered", (double) whole.delivered(), COUNT),
                Measurement.of(prefix + "of these recovered on return", (double) whole.recovered(), COUNT),
                none(prefix + "messages lost", lost),
                none(prefix + "messages duplicated", whole.duplicated()),
                none(prefix + "messages reordered", whole.reordered()),
                none(prefix + "messages with a wrong offset", whole.wrong()),
                none(prefix + "returns that could not be recovered", whole.unrecovered()),
                Measurement.of(prefix + "handshakes refused (503 or 429)", (double) whole.refused(), COUNT),
                Measurement.of(prefix + "attempts to connect in vain", (double) whole.failed(), COUNT));
    }

    private static Measurement none(String name, long count) {
        return Measurement.atMost(0, name, (double) count, COUNT);
    }
}
