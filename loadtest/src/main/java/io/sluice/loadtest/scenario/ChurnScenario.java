package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadRun;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Clients come and go while others stay: the sequences of both are checked, and the servers' memory before and after.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
public final class ChurnScenario {
    private static final ChannelNames NAMES = new ChannelNames("churn");
    private static final Duration LEAVING_PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);

    private final LoadShape shape;
    private final double rate;
    private final Duration stay;
    private final LoadTarget target;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;

    /**
     * A run on a server.
     *
     * @param shape the clients that stay, and what is published
     * @param rate clients a second that come
     * @param stay how long each of them stays
     * @param progress told each second what is going on
     */
    public ChurnScenario(
            LoadShape shape,
            double rate,
            Duration stay,
            LoadTarget target,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        if (!(rate > 0) || stay.isNegative() || stay.isZero()) {
            throw new IllegalArgumentException(
                    "expected a rate and a stay above 0 but was " + rate + " clients a second that stay " + stay);
        }
        this.shape = shape;
        this.rate = rate;
        this.stay = stay;
        this.target = target;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when a client that stays cannot subscribe, or the publisher cannot reach the server
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        GatewayInsight insight = GatewayInsight.into(target);
        OptionalLong heapBefore = liveHeapWithoutClients(insight);
        PassingClients passing = new PassingClients(rate, stay, target, loops, time);
        RunResult run = new LoadRun(new AccompaniedTarget(target, passing), shape, NAMES, loops, time, progress).run();
        OptionalLong heapAfter = liveHeapWithoutClients(insight);
        List<Measurement> measurements = new ArrayList<>(passingMeasurements(passing));
        measurements.addAll(memory(run.timeline()));
        if (heapBefore.isPresent() && heapAfter.isPresent()) {
            measurements.add(Measurement.bytes("live heap without clients, before", heapBefore.getAsLong()));
            measurements.add(Measurement.bytes("live heap without clients, after", heapAfter.getAsLong()));
        }
        measurements.addAll(RunMeasurements.of(run));
        return new ScenarioResult("churn", description(passing.arrivals()), measurements, run.timeline());
    }

    private String description(Arrivals arrivals) {
        String text = String.format(
                Locale.ROOT,
                "%,d clients stay, and %,.0f a second come for %.1f s each, on %,d channels; %,.0f publications/s of %,d bytes,"
                        + " for %d s after %d s of warm-up",
                shape.connections(),
                rate,
                stay.toMillis() / 1000.0,
                shape.plan().channels(),
                shape.rate(),
                shape.payload().bytes(),
                shape.window().toSeconds(),
                shape.warmUp().toSeconds());
        return arrivals.failed() == 0 ? text : text + "; the first failure was: " + arrivals.firstFailure();
    }

    /** Empty when the gateways are not ours. */
    private OptionalLong liveHeapWithoutClients(GatewayInsight insight) throws IOException, InterruptedException {
        if (!insight.known()) {
            return OptionalLong.empty();
        }
        long deadline = time.nanos() + LEAVING_PATIENCE.toNanos();
        while (insight.metric("sluice_gateway_connections") > 0 && time.nanos() < deadline) {
            time.sleepUntil(time.nanos() + POLL.toNanos());
        }
        return OptionalLong.of(insight.liveHeapBytes());
    }

    private static List<Measurement> passingMeasurements(PassingClients passing) {
        List<Measurement> measurements = new ArrayList<>();
        Arrivals arrivals = passing.arrivals();
        measurements.add(Measurement.of("clients that came and went", (double) arrivals.subscribed(), "count"));
        measurements.add(Measurement.atMost(0, "clients that came in vain", (double) arrivals.failed(), "count"));
        RunMeasurements.addPercentiles(measurements, "connect and subscribe", arrivals.takeLatencies());
        return measurements;
    }

    /** Of each process in the first second of the load and in the last. */
    private static List<Measurement> memory(List<TimelinePoint> timeline) {
        List<Measurement> measurements = new ArrayList<>();
        if (!timeline.isEmpty()) {
            addMemory(measurements, "at the start", timeline.get(0));
            addMemory(measurements, "at the end", timeline.get(timeline.size() - 1));
        }
        return measurements;
    }

    private static void addMemory(List<Measurement> measurements, String when, TimelinePoint point) {
        for (ProcessUsage usage : point.processes()) {
            measurements.add(
                    Measurement.bytes("resident memory " + when + ", " + usage.process(), usage.residentBytes()));
        }
    }
}
