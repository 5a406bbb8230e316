package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.WatchedProcess.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the runs of one load over several ways say of the hops: medians over the rounds of what was found within each.
 *
 * @param load what it is called, ahead of each measurement's name
 * @param shape of the load
 * @param straight the results without a hop, one for each round
 * @param compared whether there is a rival; then whoever does not keep up is a failure, because the ratios say nothing
 */
record HopFindings(String load, LoadShape shape, List<RunResult> straight, boolean compared) {
    /** The most CPU for a message, and the most added latency, as a ratio to the rival's. */
    static final double HIGHEST_RATIO = 1.5;
    /** What two runs of the very same way may differ by, so that a ratio of less says nothing. */
    private static final double LATENCY_RESOLUTION_MILLIS = 0.1;
    /** A window begins and ends between two messages, which may cost it a publication or two. */
    private static final double LEAST_SHARE = 0.98;
    /** Whoever takes longer is behind, finds several messages in each read, and looks cheaper than it is. */
    private static final Duration HIGHEST_MEDIAN = Duration.ofMillis(50);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MEDIAN = 50;
    private static final int TAIL = 99;

    HopFindings {
        straight = List.copyOf(straight);
    }

    /** What the latency is that hops add to. */
    List<Measurement> withoutHop(HopTarget way) {
        List<Measurement> found = new ArrayList<>();
        found.add(latency(straight, MEDIAN, "latency, median, " + way.name()));
        found.add(latency(straight, TAIL, "latency, 99%, " + way.name()));
        found.addAll(faults(way, straight, true));
        return found;
    }

    /**
     * What a hop costs.
     *
     * @param ours whether its faults are a failure
     */
    List<Measurement> of(HopTarget way, List<RunResult> runs, boolean ours) {
        String name = way.name();
        List<Measurement> found = new ArrayList<>();
        found.add(Measurement.of(named("CPU per relayed message, " + name), cpu(runs), "µs"));
        found.add(Measurement.of(named("CPU per relayed message, in user mode, " + name), userCpu(runs), "µs"));
        found.add(Measurement.of(named("added latency, median, " + name), added(runs, MEDIAN), "ms"));
        found.add(Measurement.of(named("added latency, 99%, " + name), added(runs, TAIL), "ms"));
        found.addAll(faults(way, runs, ours));
        return found;
    }

    /** Our hop against the other, with limits. */
    List<Measurement> ratios(HopTarget rival, List<RunResult> ours, List<RunResult> theirs) {
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            cpu.add(cpuOf(ours.get(round)) / cpuOf(theirs.get(round)));
        }
        double tails = noticeable(added(ours, TAIL)) / noticeable(added(theirs, TAIL));
        String to = ", ratio to " + rival.name();
        return List.of(
                Measurement.atMost(HIGHEST_RATIO, named("CPU per relayed message" + to), Medians.median(cpu), "ratio"),
                Measurement.atMost(HIGHEST_RATIO, named("added latency, 99%" + to), tails, "ratio"));
    }

    private static double cpu(List<RunResult> runs) {
        return median(runs, HopFindings::cpuOf);
    }

    private static double cpuOf(RunResult run) {
        return run.cpuMicrosPerMessage(Role.ROUTER);
    }

    private static double userCpu(List<RunResult> runs) {
        return median(
                runs,
                run -> run.perMessage(run.costs().stream()
                        .filter(cost -> cost.process().role() == Role.ROUTER)
                        .mapToDouble(cost -> cost.userSeconds())
                        .sum()));
    }

    /** By how many milliseconds a percentile lies above that of the straight way in the same round. */
    private double added(List<RunResult> runs, double percentile) {
        List<Double> added = new ArrayList<>();
        for (int round = 0; round < runs.size(); round++) {
            added.add(millis(runs.get(round), percentile) - millis(straight.get(round), percentile));
        }
        return Medians.median(added);
    }

    private static double noticeable(double millis) {
        return Math.max(LATENCY_RESOLUTION_MILLIS, millis);
    }

    private Measurement latency(List<RunResult> runs, double percentile, String name) {
        return Measurement.of(named(name), median(runs, run -> millis(run, percentile)), "ms");
    }

    private static double millis(RunResult run, double percentile) {
        return run.window().latencies().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    private List<Measurement> faults(HopTarget way, List<RunResult> runs, boolean ours) {
        long faults = runs.stream().mapToLong(HopFindings::faults).sum();
        long behind = runs.stream().filter(this::isBehind).count();
        return List.of(
                count("messages lost, duplicated or reordered, and connections broken, " + way.name(), faults, ours),
                count("runs that did not keep up, " + way.name(), behind, compared));
    }

    private static long faults(RunResult run) {
        return run.lost()
                + run.failed()
                + run.whole().duplicated()
                + run.whole().reordered()
                + run.whole().stray()
                + run.whole().broken();
    }

    private boolean isBehind(RunResult run) {
        return run.window().delivered() < LEAST_SHARE * shape.deliveriesPerSecond() * run.windowSeconds()
                || run.window().latencies().getValueAtPercentile(MEDIAN) > HIGHEST_MEDIAN.toNanos();
    }

    private Measurement count(String name, long count, boolean limited) {
        return limited
                ? Measurement.atMost(0, named(name), (double) count, "count")
                : Measurement.of(named(name), (double) count, "count");
    }

    private String named(String name) {
        return load + ": " + name;
    }

    private static double median(List<RunResult> runs, ToDoubleFunction<RunResult> value) {
        return Medians.median(runs.stream().mapToDouble(value).boxed().toList());
    }
}
