package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ProcessCost;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.WatchedProcess.Role;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A run's result as measurements with names in words. */
final class RunMeasurements {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String COUNT = "count";
    private static final String MICROS = "µs";
    private static final String MILLIS = "ms";

    private RunMeasurements() {}

    /** Always in the same order and with the same names for the same target. */
    static List<Measurement> of(RunResult run) {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.of(
                "messages delivered in the window", (double) run.window().delivered(), COUNT));
        measurements.add(Measurement.of(
                "messages delivered from the beginning to the end",
                (double) run.whole().delivered(),
                COUNT));
        measurements.add(Measurement.of(
                "messages delivered per second", run.window().delivered() / run.windowSeconds(), "msg/s"));
        addPercentiles(measurements, "latency", run.window().latencies());
        addFaults(measurements, run);
        addCosts(measurements, run);
        Histogram pings = run.window().pings();
        measurements.add(
                Measurement.of("WebSocket pings answered in the window", (double) pings.getTotalCount(), COUNT));
        addPercentiles(measurements, "WebSocket ping round trip", pings);
        return measurements;
    }

    static void addPercentiles(List<Measurement> measurements, String what, Histogram nanos) {
        measurements.add(millis(what + ", median", nanos.getValueAtPercentile(50)));
        measurements.add(millis(what + ", 99%", nanos.getValueAtPercentile(99)));
        measurements.add(millis(what + ", 99.9%", nanos.getValueAtPercentile(99.9)));
        // The highest of an empty histogram would be its resolution.
        measurements.add(millis(what + ", highest", nanos.getTotalCount() == 0 ? 0 : nanos.getMaxValue()));
    }

    private static Measurement millis(String name, long nanos) {
        return Measurement.of(name, nanos / NANOS_PER_MILLI, MILLIS);
    }

    private static void addFaults(List<Measurement> measurements, RunResult run) {
        measurements.add(none("messages lost", run.lost()));
        measurements.add(none("messages duplicated", run.whole().duplicated()));
        measurements.add(none("messages reordered", run.whole().reordered()));
        measurements.add(none("messages that nobody asked for", run.whole().stray()));
        measurements.add(none("connections broken", run.whole().broken()));
        measurements.add(none("publications failed", run.failed()));
    }

    private static Measurement none(String name, long count) {
        return Measurement.atMost(0, name, (double) count, COUNT);
    }

    private static void addCosts(List<Measurement> measurements, RunResult run) {
        long servers = run.costs().stream()
                .filter(cost -> cost.process().role() == Role.SERVER)
                .count();
        if (servers > 1) {
            measurements.add(Measurement.of(
                    "CPU per delivered message, all gateways", run.cpuMicrosPerMessage(Role.SERVER), MICROS));
        }
        for (ProcessCost cost : run.costs()) {
            String name = cost.process().name();
            String cpu = "CPU per delivered message, " + name;
            measurements.add(Measurement.of(cpu, run.perMessage(cost.cpuSeconds()), MICROS));
            measurements.add(Measurement.of(cpu + ", in user mode", run.perMessage(cost.userSeconds()), MICROS));
            measurements.add(Measurement.of(cpu + ", in the kernel", run.perMessage(cost.systemSeconds()), MICROS));
            measurements.add(Measurement.of("cores used, " + name, cost.cpuSeconds() / run.windowSeconds(), "cores"));
            measurements.add(Measurement.bytes("resident memory, " + name, cost.residentBytes()));
        }
    }
}
