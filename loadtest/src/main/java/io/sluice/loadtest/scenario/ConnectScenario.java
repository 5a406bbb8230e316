package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ChannelSet;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.Fleet;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.ProcessCost;
import io.sluice.loadtest.measure.OpenFilesLimit;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * A rush of clients: connections that are opened at an even rate, whatever became of those before, and that subscribe one
 * channel each. The latency of each counts from when it was due to the answer to its subscription.
 *
 * <p>Threading: {@link #run} blocks its caller for as long as the rush takes, and up to a minute more.
 */
public final class ConnectScenario {
    /** A client that is not subscribed so long after the last was opened has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Closing the clients of the warm-up is no part of the measurement. */
    private static final Duration AFTER_WARM_UP = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final ChannelNames NAMES = new ChannelNames("c");
    private static final LoadPayload PAYLOAD = new LoadPayload(64);
    private static final double MICROS_PER_SECOND = 1e6;

    private final int connections;
    private final double rate;
    private final int warmUp;
    private final LoadTarget target;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;

    /**
     * A rush upon a server.
     *
     * @param rate connections a second
     * @param warmUp connections that come and go before, so that the servers' code is compiled; may be 0
     * @param progress told each second what is going on
     */
    public ConnectScenario(
            int connections,
            double rate,
            int warmUp,
            LoadTarget target,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        if (connections < 1 || !(rate > 0) || warmUp < 0) {
            throw new IllegalArgumentException(
                    "expected 1 or more connections, a rate above 0 and a warm-up of 0 or more" + " but was "
                            + connections + ", " + rate + ", " + warmUp);
        }
        this.connections = connections;
        this.rate = rate;
        this.warmUp = warmUp;
        this.target = target;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when there are too few files for so many sockets, when the warm-up fails, or when not one
     *     connection succeeds
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        OpenFilesLimit.check(Math.max(connections, warmUp));
        if (warmUp > 0) {
            Fleet.open(
                    loops, warmUp, this::client, time, open -> progress.accept(open + " connections of the warm-up"));
            loops.reset();
            time.sleepUntil(time.nanos() + AFTER_WARM_UP.toNanos());
        }
        UsageTimeline timeline = new UsageTimeline(target, time);
        timeline.begin(0);
        Arrivals arrivals = new Arrivals(time);
        Histogram latencies = rush(arrivals, timeline);
        if (arrivals.subscribed() == 0) {
            throw new IOException("not one of " + connections + " connections succeeded: " + arrivals.firstFailure());
        }
        return new ScenarioResult(
                "connect",
                description(arrivals),
                measurements(arrivals, latencies, timeline),
                "clients subscribed",
                timeline.points());
    }

    private ClientSpec client(int number) {
        List<URI> urls = target.webSocketUrls();
        return ClientSpec.fromTheBeginning(
                urls.get(number % urls.size()), number, NAMES, ChannelSet.of(number), PAYLOAD);
    }

    private Histogram rush(Arrivals arrivals, UsageTimeline timeline) throws InterruptedException {
        Histogram all = Arrivals.histogram();
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), rate);
        for (int i = 0; i < connections; i++) {
            long due = schedule.dueNanos(i);
            time.sleepUntil(due);
            arrivals.expect(loops.open(client(i)), due);
            takeDown(arrivals, timeline, all);
        }
        long deadline = time.nanos() + PATIENCE.toNanos();
        while (arrivals.open(connections) > 0 && time.nanos() < deadline) {
            time.sleepUntil(time.nanos() + POLL.toNanos());
            takeDown(arrivals, timeline, all);
        }
        all.add(addPoint(arrivals, timeline));
        return all;
    }

    private void takeDown(Arrivals arrivals, UsageTimeline timeline, Histogram all) {
        if (timeline.due()) {
            all.add(addPoint(arrivals, timeline));
            progress.accept(arrivals.subscribed() + " of " + connections + " clients subscribed, " + arrivals.failed()
                    + " failed");
        }
    }

    private static Histogram addPoint(Arrivals arrivals, UsageTimeline timeline) {
        Histogram interval = arrivals.takeLatencies();
        timeline.add(interval.getTotalCount(), interval);
        return interval;
    }

    private String description(Arrivals arrivals) {
        String text = String.format(
                Locale.ROOT,
                "%,d connections with one subscription each, %,.0f a second, after %,d for warm-up",
                connections,
                rate,
                warmUp);
        return arrivals.failed() == 0 ? text : text + "; the first failure was: " + arrivals.firstFailure();
    }

    private List<Measurement> measurements(Arrivals arrivals, Histogram latencies, UsageTimeline timeline) {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.of("clients subscribed", (double) arrivals.subscribed(), "count"));
        measurements.add(Measurement.of("clients subscribed per second", arrivals.perSecond(), "1/s"));
        measurements.add(
                Measurement.atMost(0, "connections failed", (double) (connections - arrivals.subscribed()), "count"));
        RunMeasurements.addPercentiles(measurements, "connect and subscribe", latencies);
        for (ProcessCost cost : timeline.costs()) {
            String name = cost.process().name();
            measurements.add(Measurement.of(
                    "CPU per connection, " + name,
                    cost.cpuSeconds() * MICROS_PER_SECOND / arrivals.subscribed(),
                    "µs"));
            measurements.add(Measurement.bytes("resident memory, " + name, cost.residentBytes()));
        }
        return measurements;
    }
}
