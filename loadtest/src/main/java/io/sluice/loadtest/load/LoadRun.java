package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import io.sluice.loadtest.measure.UsageReading;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * One run of a load against a target: opens the clients, publishes through warm-up and window, waits for what is still on
 * its way, and counts what is missing.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
@ThreadConfined
public final class LoadRun {
    /** Between the last subscription and the first publication, so that all threads are waiting for it. */
    private static final Duration BEFORE_START = Duration.ofMillis(200);

    private static final long PROBE_NANOS = 100_000_000;
    private static final int PROBES_PER_SECOND = 10;
    private static final int PROBED_CLIENTS_PER_LOOP = 5;
    /** A publisher that is further behind than this at the end of the window will not catch up. */
    private static final Duration PUBLISHER_PATIENCE = Duration.ofSeconds(30);
    /** When nothing has arrived for so long, nothing will. */
    private static final int QUIET_PROBES_AT_END = 30;
    /** A server that is so far behind is given up; what it still holds then counts as not delivered. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(60);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final LoadTarget target;
    private final LoadShape shape;
    private final ChannelNames names;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final List<Interval> intervals = new ArrayList<>();
    private final List<TimelinePoint> timeline = new ArrayList<>();

    /**
     * A run.
     *
     * @param names different from those of the run before on the same target, whose last messages may still be on their way
     * @param progress told each second what is going on
     */
    public LoadRun(
            LoadTarget target,
            LoadShape shape,
            ChannelNames names,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        this.target = target;
        this.shape = shape;
        this.names = names;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when a client cannot subscribe or the publisher cannot reach the server; what goes wrong later is in
     *     the result
     */
    public RunResult run() throws IOException, InterruptedException {
        List<URI> urls = target.webSocketUrls();
        try {
            Fleet.open(
                    loops,
                    shape.connections(),
                    client -> ClientSpec.fromTheBeginning(
                            urls.get(client % urls.size()),
                            client,
                            names,
                            shape.plan().subscriptions(client),
                            shape.payload()),
                    time,
                    open -> progress.accept(
                            target.name() + ": " + open + " of " + shape.connections() + " clients subscribed"));
            return publishAndMeasure();
        } finally {
            loops.reset();
        }
    }

    private RunResult publishAndMeasure() throws IOException, InterruptedException {
        List<WatchedProcess> processes = new ArrayList<>(target.processes());
        processes.add(WatchedProcess.ourselves());
        UsageWatch usage = new UsageWatch(processes);
        loops.takeInterval();
        try (Feed feed = target.feed(shape, names)) {
            long start = time.nanos() + BEFORE_START.toNanos();
            feed.start(new OpenLoopSchedule(start, shape.rate()), shape.publications());
            return measure(usage, feed, start);
        }
    }

    private RunResult measure(UsageWatch usage, Feed feed, long start) throws IOException, InterruptedException {
        long windowStart = start + shape.warmUp().toNanos();
        seconds(usage, windowStart, -shape.warmUp().toSeconds(), 0);
        Map<WatchedProcess, UsageReading> mark = usage.mark();
        int first = intervals.size();
        long measuredFrom = time.nanos();
        seconds(usage, windowStart, 1, shape.window().toSeconds());
        double measuredSeconds = (time.nanos() - measuredFrom) / NANOS_PER_SECOND;
        Interval window = Interval.sum(intervals.subList(first, intervals.size()));
        List<ProcessCost> costs = usage.costsSince(mark);
        feed.awaitEnd(PUBLISHER_PATIENCE);
        long lost = drain(feed.published());
        return new RunResult(window, measuredSeconds, Interval.sum(intervals), lost, feed.failed(), costs, timeline);
    }

    /** The seconds that end at these times, counted from the start of the window. */
    private void seconds(UsageWatch usage, long windowStart, long first, long last) throws InterruptedException {
        for (long second = first; second <= last; second++) {
            second(usage, windowStart + Duration.ofSeconds(second).toNanos(), windowStart);
        }
    }

    /** Lets time pass until {@code until}, probing, and then takes down what has come. */
    private void second(UsageWatch usage, long until, long windowStart) throws InterruptedException {
        long begun = time.nanos();
        for (int probe = 1; probe < PROBES_PER_SECOND; probe++) {
            long due = until - (PROBES_PER_SECOND - probe) * PROBE_NANOS;
            if (due > begun) {
                time.sleepUntil(due);
                loops.probe(PROBED_CLIENTS_PER_LOOP);
            }
        }
        time.sleepUntil(until);
        Interval interval = loops.takeInterval();
        intervals.add(interval);
        Histogram latencies = interval.latencies();
        TimelinePoint point = new TimelinePoint(
                (until - windowStart) / NANOS_PER_SECOND,
                interval.delivered(),
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latencies.getMaxValue() / NANOS_PER_MILLI,
                usage.sample(Math.max(1, time.nanos() - begun)));
        timeline.add(point);
        progress.accept(status(point));
    }

    private String status(TimelinePoint point) {
        return String.format(
                Locale.ROOT,
                "%s: %s %.0f s of %d, %,d messages/s, latency p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                target.name(),
                point.atSeconds() <= 0 ? "warm-up" : "measuring",
                point.atSeconds() <= 0 ? point.atSeconds() + shape.warmUp().toSeconds() : point.atSeconds(),
                point.atSeconds() <= 0
                        ? shape.warmUp().toSeconds()
                        : shape.window().toSeconds(),
                point.delivered(),
                point.p50Millis(),
                point.p99Millis(),
                point.maxMillis());
    }

    /** Waits until nothing is missing or nothing comes any more; gives what is missing then. */
    private long drain(Published published) throws InterruptedException {
        int quiet = 0;
        long missing = loops.missing(published);
        long givenUp = time.nanos() + DRAIN_PATIENCE.toNanos();
        while (missing > 0 && quiet < QUIET_PROBES_AT_END && time.nanos() < givenUp) {
            time.sleepUntil(time.nanos() + PROBE_NANOS);
            Interval interval = loops.takeInterval();
            intervals.add(interval);
            quiet = interval.delivered() == 0 ? quiet + 1 : 0;
            missing = loops.missing(published);
        }
        intervals.add(loops.takeInterval());
        return missing;
    }
}
