package io.sluice.loadtest.report;

import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.TimelinePoint;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.util.List;

/** Results to report on. */
final class Results {
    private static final long MEBI = 1024 * 1024;

    private Results() {}

    static ScenarioResult idle(long heap) {
        return new ScenarioResult(
                "idle",
                "two connections",
                List.of(Measurement.bytes("all", 1234567), Measurement.bytesAtMost(6144, "each one", heap)));
    }

    static ScenarioResult withTimeline(TimelinePoint... points) {
        return new ScenarioResult(
                "fanout",
                "a run",
                List.of(Measurement.of("delivered", 1000, "msg/s"), Measurement.atMost(1.1, "ratio", 1.05, "ratio")),
                List.of(points));
    }

    static TimelinePoint point(double atSeconds, long delivered, String... processes) {
        return new TimelinePoint(
                atSeconds,
                delivered,
                0.5,
                2,
                30,
                List.of(processes).stream()
                        .map(process -> new ProcessUsage(process, 0.25, 100 * MEBI))
                        .toList());
    }
}
