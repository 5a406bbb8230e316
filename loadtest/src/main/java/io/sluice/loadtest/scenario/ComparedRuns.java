package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadRun;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Runs a scenario on one server, or on several in turn, round by round, so that what changes on the machine meanwhile meets
 * all alike. Ratios are made within each round.
 *
 * <p>Threading: {@link #run} blocks its caller for all rounds.
 */
@ThreadConfined
public final class ComparedRuns {
    /** A window begins and ends between two messages, which may cost it a publication or two. */
    private static final double LEAST_SHARE = 0.98;
    /** Far above what a server with idle time needs, write delay included. */
    private static final Duration HIGHEST_MEDIAN = Duration.ofMillis(50);

    private final LoadScenario scenario;
    private final List<Contender> contenders;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final FreshNames names = new FreshNames();

    /**
     * Runs to be made.
     *
     * @param contenders the server that is measured, and then those that it is compared with
     */
    public ComparedRuns(
            LoadScenario scenario,
            List<Contender> contenders,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        this.scenario = scenario;
        this.contenders = List.copyOf(contenders);
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /** Makes so many rounds; the time line of the result is that of the first server in the last round. */
    public ScenarioResult run(int rounds) throws IOException, InterruptedException {
        List<List<RunResult>> results = new ArrayList<>();
        contenders.forEach(contender -> results.add(new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                results.get(i).add(runOnce(contenders.get(i), round, rounds));
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 1; i < contenders.size(); i++) {
            measurements.add(ratio(contenders.get(i), results.get(0), results.get(i)));
        }
        if (contenders.size() > 1) {
            for (int i = 0; i < contenders.size(); i++) {
                measurements.add(behind(contenders.get(i), results.get(i), i == 0));
            }
        }
        for (int i = 0; i < contenders.size(); i++) {
            List<Measurement> medians =
                    Medians.of(results.get(i).stream().map(RunMeasurements::of).toList());
            measurements.addAll(named(contenders.get(i), i == 0 ? medians : withoutLimits(medians)));
        }
        List<TimelinePoint> timeline = results.get(0).get(rounds - 1).timeline();
        String description = scenario.description() + (rounds == 1 ? "" : "; medians of " + rounds + " runs");
        return new ScenarioResult(scenario.name(), description, measurements, timeline);
    }

    private RunResult runOnce(Contender contender, int round, int rounds) throws IOException, InterruptedException {
        String which = rounds == 1 ? "" : "run " + round + " of " + rounds + ", ";
        RunResult result = new LoadRun(
                        contender.target(),
                        contender.shape(),
                        names.next(),
                        loops,
                        time,
                        status -> progress.accept(which + status))
                .run();
        progress.accept(String.format(
                Locale.ROOT,
                "%s%s: %.3f µs of server CPU per delivered message, %,d lost",
                which,
                contender.target().name(),
                result.cpuMicrosPerMessage(Role.SERVER),
                result.lost()));
        return result;
    }

    private Measurement ratio(Contender other, List<RunResult> ours, List<RunResult> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round).cpuMicrosPerMessage(Role.SERVER)
                    / theirs.get(round).cpuMicrosPerMessage(Role.SERVER));
        }
        String name = other.target().name();
        String what = "server CPU per delivered message, ratio to " + name;
        double value = Medians.median(ratios);
        Double limit = scenario.ratioLimits().get(name);
        return limit == null ? Measurement.of(what, value, "ratio") : Measurement.atMost(limit, what, value, "ratio");
    }

    /** What others lose is to be seen, but it is no failure of the server that is measured. */
    private static List<Measurement> withoutLimits(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> Measurement.of(each.name(), each.value(), each.unit()))
                .toList();
    }

    /**
     * How many runs were behind their schedule. Whoever is behind finds more to write at once and looks cheaper than it is, so
     * a limit of the ratio says nothing unless we and the baseline keep up; another server may be too slow for the load.
     */
    private Measurement behind(Contender contender, List<RunResult> runs, boolean ours) {
        double due = contender.shape().deliveriesPerSecond();
        long behind = runs.stream()
                .filter(run -> run.window().delivered() < LEAST_SHARE * due * run.windowSeconds()
                        || run.window().latencies().getValueAtPercentile(50) > HIGHEST_MEDIAN.toNanos())
                .count();
        String name = contender.target().name();
        String what = "runs that did not keep up (median latency above " + HIGHEST_MEDIAN.toMillis() + " ms, or "
                + "less than 98% delivered), " + name;
        boolean matters = !scenario.ratioLimits().isEmpty() && (ours || name.equals("baseline"));
        return matters
                ? Measurement.atMost(0, what, (double) behind, "count")
                : Measurement.of(what, (double) behind, "count");
    }

    /** With the server's name when there are several; only ours has limits. */
    private List<Measurement> named(Contender contender, List<Measurement> measurements) {
        if (contenders.size() == 1) {
            return measurements;
        }
        boolean ours = contender.equals(contenders.get(0));
        return measurements.stream()
                .map(measurement -> new Measurement(
                        contender.target().name() + ": " + measurement.name(),
                        measurement.value(),
                        measurement.unit(),
                        ours ? measurement.limit() : OptionalDouble.empty()))
                .toList();
    }
}
