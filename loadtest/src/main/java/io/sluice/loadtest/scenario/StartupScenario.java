package io.sluice.loadtest.scenario;

import io.sluice.loadtest.cluster.LauncherStart;
import io.sluice.loadtest.cluster.LauncherStart.Archive;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Starts a program again and again, with and without its archive of classes in turn, and tells how long that takes.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
public final class StartupScenario {
    /** A rolling update or a crash costs a client no more than that; the first reconnects of SDKs come within as much. */
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final String MILLIS = "ms";

    private final String program;
    private final int runs;
    private final Starts starts;
    private final Consumer<String> progress;

    /** How the program is started once, and measured. */
    @FunctionalInterface
    public interface Starts {
        LauncherStart measure(Archive archive) throws IOException, InterruptedException;
    }

    /** A scenario of a program with that name; {@code progress} is told what is going on. */
    public StartupScenario(String program, int runs, Starts starts, Consumer<String> progress) {
        this.program = program;
        this.runs = runs;
        this.starts = starts;
        this.progress = progress;
    }

    /** Runs it all: first one start of each kind that does not count, which makes the archive and warms the file cache. */
    public ScenarioResult run() throws IOException, InterruptedException {
        Map<Archive, List<LauncherStart>> all = new EnumMap<>(Archive.class);
        for (Archive archive : Archive.values()) {
            progress.accept("first start, archive " + archive.name().toLowerCase(Locale.ROOT) + " …");
            starts.measure(archive);
            all.put(archive, new ArrayList<>());
        }
        for (int run = 1; run <= runs; run++) {
            progress.accept("start " + run + " of " + runs + " …");
            for (Map.Entry<Archive, List<LauncherStart>> kind : all.entrySet()) {
                kind.getValue().add(starts.measure(kind.getKey()));
            }
        }
        return new ScenarioResult(
                "startup",
                "the " + program + " by ./sluice on Java " + Runtime.version().feature() + ", " + runs
                        + " starts with its archive of classes and as many without, in turn; medians",
                measurements(all));
    }

    private static List<Measurement> measurements(Map<Archive, List<LauncherStart>> all) {
        List<LauncherStart> with = all.getOrDefault(Archive.USED, List.of());
        List<LauncherStart> without = all.getOrDefault(Archive.UNUSED, List.of());
        double ready = median(with, StartupScenario::readyMillis);
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.atMost((double) LIMIT.toMillis(), "ready, with archive", ready, MILLIS));
        measurements.addAll(extremes("ready, with archive", with));
        double readyWithout = median(without, StartupScenario::readyMillis);
        measurements.add(Measurement.of("ready, without", readyWithout, MILLIS));
        measurements.addAll(extremes("ready, without", without));
        measurements.add(Measurement.of("ready, with archive to without", ready / readyWithout, "ratio"));
        measurements.add(
                Measurement.of("CPU until ready, with archive", median(with, StartupScenario::cpuMillis), MILLIS));
        measurements.add(
                Measurement.of("CPU until ready, without", median(without, StartupScenario::cpuMillis), MILLIS));
        measurements.add(Measurement.of(
                "resident memory when ready, with archive", median(with, LauncherStart::residentBytes), "bytes"));
        measurements.add(Measurement.of(
                "resident memory when ready, without", median(without, LauncherStart::residentBytes), "bytes"));
        return measurements;
    }

    private static List<Measurement> extremes(String name, List<LauncherStart> starts) {
        return List.of(
                Measurement.of(
                        name + ", fastest",
                        starts.stream()
                                .mapToDouble(StartupScenario::readyMillis)
                                .min()
                                .orElse(Double.NaN),
                        MILLIS),
                Measurement.of(
                        name + ", slowest",
                        starts.stream()
                                .mapToDouble(StartupScenario::readyMillis)
                                .max()
                                .orElse(Double.NaN),
                        MILLIS));
    }

    private static double median(List<LauncherStart> starts, ToDoubleFunction<LauncherStart> value) {
        return Medians.median(starts.stream().map(value::applyAsDouble).toList());
    }

    private static double readyMillis(LauncherStart start) {
        return start.ready().toNanos() / NANOS_PER_MILLI;
    }

    private static double cpuMillis(LauncherStart start) {
        return start.cpu().toNanos() / NANOS_PER_MILLI;
    }
}
