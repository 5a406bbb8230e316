package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadRun;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What clients that never read cost the others: the same load without and with them, in turn, so that what changes on the
 * machine meanwhile meets both alike.
 *
 * <p>Threading: {@link #run} blocks its caller for all runs.
 */
@ThreadConfined
public final class SlowScenario {
    /** How much higher the others' 99th percentile may be than without slow clients. */
    public static final double MAX_P99_RATIO = 1.2;

    private static final Map<String, String> COUNTERS = counters();

    private final LoadShape shape;
    private final int slow;
    private final String policy;
    private final LoadTarget target;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final GatewayInsight insight;
    private final Side without = new Side();
    private final Side with = new Side();
    private final Map<String, Double> counted = new LinkedHashMap<>();
    private double disconnected;

    /** The runs of one kind. */
    private static final class Side {
        private final List<RunResult> runs = new ArrayList<>();
        private final List<Double> liveHeaps = new ArrayList<>();

        double p99Nanos(int round) {
            return runs.get(round).window().latencies().getValueAtPercentile(99);
        }

        List<Measurement> measurements(String prefix) {
            List<Measurement> all = new ArrayList<>(
                    Medians.of(runs.stream().map(RunMeasurements::of).toList()));
            if (!liveHeaps.isEmpty()) {
                all.add(Measurement.of("live heap of the gateways at the end", Medians.median(liveHeaps), "bytes"));
            }
            return all.stream()
                    .map(one -> new Measurement(prefix + one.name(), one.value(), one.unit(), one.limit()))
                    .toList();
        }
    }

    /**
     * Runs on a server.
     *
     * @param shape the clients that read, and what is published
     * @param slow how many clients do not
     * @param policy what the server does with slow clients, for the report
     * @param progress told each second what is going on
     */
    public SlowScenario(
            LoadShape shape,
            int slow,
            String policy,
            LoadTarget target,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        if (slow < 1) {
            throw new IllegalArgumentException("expected 1 or more slow clients but was " + slow);
        }
        this.shape = shape;
        this.slow = slow;
        this.policy = policy;
        this.target = target;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
        this.insight = GatewayInsight.into(target);
    }

    private static Map<String, String> counters() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(
                "sluice_gateway_slow_consumer_events_total{policy=\"disconnect\"}",
                "clients disconnected because their queue was full");
        names.put(
                "sluice_gateway_slow_consumer_events_total{policy=\"write_timeout\"}",
                "clients cut off because they took nothing more");
        names.put("sluice_gateway_slow_consumer_events_total{policy=\"drop\"}", "publications dropped");
        names.put("sluice_gateway_slow_consumer_events_total{policy=\"conflate\"}", "publications conflated");
        return names;
    }

    /**
     * Makes so many runs without and with slow clients; the time line of the result is that of the last.
     *
     * @throws IOException when a client cannot subscribe, or the publisher cannot reach the server
     */
    public ScenarioResult run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String which = "run " + (round + 1) + " of " + rounds + ", ";
            runOnce(without, 0, new ChannelNames("without" + letter(round)), which + "none slow, ");
            Map<String, Double> before = readCounters();
            runOnce(with, slow, new ChannelNames("with" + letter(round)), which + slow + " slow, ");
            readCounters()
                    .forEach((name, now) -> counted.merge(name, now - before.getOrDefault(name, 0.0), Double::sum));
        }
        return new ScenarioResult(
                "slow",
                description(rounds),
                measurements(rounds),
                with.runs.get(rounds - 1).timeline());
    }

    private static String letter(int round) {
        return Character.toString('a' + round % 26) + (round < 26 ? "" : letter(round / 26 - 1));
    }

    private void runOnce(Side side, int slowClients, ChannelNames names, String which)
            throws IOException, InterruptedException {
        SlowReaders readers = new SlowReaders(slowClients, target, time);
        try {
            AccompaniedTarget accompanied = new AccompaniedTarget(target, readers);
            side.runs.add(new LoadRun(accompanied, shape, names, loops, time, status -> progress.accept(which + status))
                    .run());
        } finally {
            readers.runEnds();
        }
        disconnected += readers.disconnected();
        readers.liveHeap().ifPresent(bytes -> side.liveHeaps.add((double) bytes));
    }

    private Map<String, Double> readCounters() throws IOException, InterruptedException {
        Map<String, Double> values = new LinkedHashMap<>();
        if (insight.known()) {
            for (String name : COUNTERS.keySet()) {
                values.put(name, insight.metric(name));
            }
        }
        return values;
    }

    private List<Measurement> measurements(int rounds) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(with.p99Nanos(round) / without.p99Nanos(round));
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.atMost(
                MAX_P99_RATIO,
                "latency of the others, 99%, ratio of with to without",
                Medians.median(ratios),
                "ratio"));
        measurements.add(Measurement.of("slow clients that noticed that they were cut off", disconnected, "count"));
        counted.forEach((name, count) -> measurements.add(
                Measurement.of(COUNTERS.getOrDefault(name, name) + " (" + name + ")", count, "count")));
        measurements.addAll(without.measurements("without: "));
        measurements.addAll(with.measurements("with: "));
        return measurements;
    }

    private String description(int rounds) {
        return String.format(
                Locale.ROOT,
                "%,d clients, %,.0f publications/s of %,d bytes to each, without and with %,d more that never read (policy %s);"
                        + " %d s after %d s of warm-up, medians of %d runs",
                shape.connections(),
                shape.rate(),
                shape.payload().bytes(),
                slow,
                policy,
                shape.window().toSeconds(),
                shape.warmUp().toSeconds(),
                rounds);
    }
}
