package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a hop before the gateways costs: the same load straight to a gateway, through our router, and through a rival, in turn
 * in one run; and the memory of idle pairs.
 *
 * <p>Threading: {@link #run} blocks its caller for all of it.
 */
@ThreadConfined
public final class RouterScenario {
    /**
     * One of the loads.
     *
     * @param name in reports
     * @param clients each with one subscription
     * @param channels over which clients and publications are spread
     * @param rate publications a second over all channels
     * @param bytes of each publication's data
     */
    public record Load(String name, int clients, int channels, double rate, int bytes) {
        private LoadShape shape(Duration warmUp, Duration window) {
            return new LoadShape(clients, new SpreadChannels(channels), rate, new LoadPayload(bytes), warmUp, window);
        }

        private String describe() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d clients of %,d channels, %,.0f publications/s of %,d bytes",
                    name,
                    clients,
                    channels,
                    rate,
                    bytes);
        }
    }

    /**
     * How much is measured.
     *
     * @param pairs idle ones, whose memory is measured; 0 leaves that out
     * @param rounds of each load
     * @param warmUp of each run
     * @param window of each run
     */
    public record Extent(int pairs, int rounds, Duration warmUp, Duration window) {
        public Extent {
            if (pairs < 0 || rounds < 1) {
                throw new IllegalArgumentException(
                        "expected 0 or more pairs and 1 or more rounds but was " + pairs + " and " + rounds);
            }
        }
    }

    /**
     * The ways to the same gateways.
     *
     * @param straight without a hop
     * @param router ours
     * @param rival the other; empty when it is not installed
     */
    public record Ways(HopTarget straight, HopTarget router, Optional<HopTarget> rival) {
        private List<HopTarget> all() {
            List<HopTarget> all = new ArrayList<>(List.of(straight, router));
            rival.ifPresent(all::add);
            return all;
        }
    }

    private final List<Load> loads;
    private final Extent extent;
    private final Ways ways;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final List<Measurement> found = new ArrayList<>();
    private List<TimelinePoint> timeline = List.of();

    /**
     * A scenario.
     *
     * @param progress told each second what is going on
     * @throws IllegalArgumentException when a load cannot be made
     */
    public RouterScenario(
            List<Load> loads, Extent extent, Ways ways, ClientLoops loops, TimeSource time, Consumer<String> progress) {
        this.loads = List.copyOf(loads);
        this.extent = extent;
        this.ways = ways;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when clients cannot subscribe, or when idle connections end early
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        // First, while no load has made a heap grow that the pairs would then fit into.
        if (extent.pairs() > 0) {
            measureIdlePairs();
        }
        HopRuns runs = new HopRuns(ways.all(), loops, time, progress);
        for (Load load : loads) {
            measure(load, runs);
        }
        return new ScenarioResult("router", description(), found, timeline);
    }

    private void measureIdlePairs() throws IOException, InterruptedException {
        IdlePairs pairs = new IdlePairs(extent.pairs(), loops, time, progress);
        for (HopTarget way : ways.all()) {
            if (way.hop().isPresent()) {
                found.addAll(pairs.measure(way, way.hop().get(), way.equals(ways.router())));
            }
        }
    }

    private void measure(Load load, HopRuns runs) throws IOException, InterruptedException {
        LoadShape shape = load.shape(extent.warmUp(), extent.window());
        Map<HopTarget, List<RunResult>> results = runs.run(load.name(), shape, extent.rounds());
        List<RunResult> ours = of(results, ways.router());
        HopFindings findings = new HopFindings(
                load.name(), shape, of(results, ways.straight()), ways.rival().isPresent());
        ways.rival().ifPresent(rival -> found.addAll(findings.ratios(rival, ours, of(results, rival))));
        found.addAll(findings.withoutHop(ways.straight()));
        found.addAll(findings.of(ways.router(), ours, true));
        ways.rival().ifPresent(rival -> found.addAll(findings.of(rival, of(results, rival), false)));
        timeline = ours.get(ours.size() - 1).timeline();
    }

    private static List<RunResult> of(Map<HopTarget, List<RunResult>> results, HopTarget way) {
        @Nullable List<RunResult> runs = results.get(way);
        if (runs == null) {
            throw new IllegalStateException("expected results of " + way.name() + " but there are none");
        }
        return runs;
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        loads.forEach(load -> text.append(load.describe()).append("; "));
        text.append("for ").append(extent.window().toSeconds()).append(" s after ");
        text.append(extent.warmUp().toSeconds())
                .append(" s of warm-up; medians of ")
                .append(extent.rounds());
        text.append(" runs of each way in turn; ").append(extent.pairs()).append(" idle pairs");
        ways.rival()
                .ifPresentOrElse(
                        rival -> text.append("; compared with ").append(rival.name()),
                        () -> text.append("; compared with NO OTHER hop, since HAProxy is not installed"));
        return text.toString();
    }
}
