package io.sluice.loadtest.balance;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.PatientPort;
import io.sluice.loadtest.load.PublishPort;
import io.sluice.loadtest.load.Published;
import io.sluice.loadtest.load.Reception;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.load.ReturningClients;
import io.sluice.loadtest.load.ReturningSpec;
import io.sluice.loadtest.load.StreamFeed;
import io.sluice.loadtest.load.UsageWatch;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * A load that goes on while nodes come and go: the clients, the publisher, and what was seen second by second.
 *
 * <p>Threading: every method blocks its caller.
 */
@ThreadConfined
final class RunningLoad implements AutoCloseable {
    /** Something that is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Something that is done at every step, about four times a second. */
    @FunctionalInterface
    interface Look {
        void take() throws IOException, InterruptedException;
    }

    private static final ChannelNames NAMES = new ChannelNames("balance");
    private static final Duration STEP = Duration.ofMillis(250);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;
    /** When nothing has arrived for so many steps (5 s), nothing will. */
    private static final int QUIET_STEPS = 20;
    /** Clients that have not come back and caught up by then have lost what is missing. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(60);

    private final TimeSource time;
    private final ReturningClients clients;
    private final StreamFeed feed;
    private final Consumer<String> progress;
    private final Journal journal = new Journal();
    private final List<TimelinePoint> timeline = new ArrayList<>();
    private final long begunNanos;
    private UsageWatch usage = new UsageWatch(List.of());
    private Look look = () -> {};
    private String doing = "publishing";
    private long pointNanos;
    private Reception second = Reception.sum(List.of());
    private Reception phase = Reception.sum(List.of());
    private Reception whole = Reception.sum(List.of());

    private RunningLoad(TimeSource time, ReturningClients clients, StreamFeed feed, Consumer<String> progress) {
        this.time = time;
        this.clients = clients;
        this.feed = feed;
        this.progress = progress;
        this.begunNanos = time.nanos();
        this.pointNanos = begunNanos;
    }

    /**
     * Opens the clients, waits until all are subscribed, and begins to publish.
     *
     * @param urls over which the clients are spread in turn, and to which they come back
     * @param port takes the publications, and is closed with the load
     * @param progress told each second what is going on
     * @throws IOException when not all clients can be subscribed
     */
    static RunningLoad start(
            BalanceLoad load,
            List<URI> urls,
            PublishPort port,
            ReturnPolicy policy,
            TimeSource time,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        ReturningClients clients = ReturningClients.start(1, policy, time);
        boolean complete = false;
        try {
            clients.open(
                    load.clients(),
                    load.opening(),
                    i -> new ReturningSpec(urls.get(i % urls.size()), i, NAMES, i % load.channels(), load.payload()),
                    subscribed -> progress.accept(subscribed + " of " + load.clients() + " clients subscribed"));
            StreamFeed feed = StreamFeed.start(
                    NAMES, load.channels(), load.rate(), load.payload(), new PatientPort(port, time), time);
            complete = true;
            return new RunningLoad(time, clients, feed, progress);
        } finally {
            if (!complete) {
                clients.close();
            }
        }
    }

    long nanos() {
        return time.nanos();
    }

    Journal journal() {
        return journal;
    }

    List<TimelinePoint> timeline() {
        return List.copyOf(timeline);
    }

    /** Says what the next seconds are about. */
    void doing(String what) {
        doing = what;
        progress.accept(what);
    }

    /** From now on the time line has these processes. */
    void watch(List<WatchedProcess> processes) {
        usage = new UsageWatch(processes);
    }

    /** Looks at something at every step from now on; before anything else, so that looks are as even as steps are. */
    void looking(Look look) {
        this.look = look;
    }

    /** Lets time pass. */
    void pass(Duration duration) throws IOException, InterruptedException {
        passUntil(() -> false, duration);
    }

    /** Lets time pass until the condition holds; false when the patience was over before. */
    boolean passUntil(Condition condition, Duration patience) throws IOException, InterruptedException {
        long deadline = time.nanos() + patience.toNanos();
        while (time.nanos() < deadline) {
            step();
            if (condition.holds()) {
                return true;
            }
        }
        return false;
    }

    private void step() throws IOException, InterruptedException {
        time.sleepUntil(time.nanos() + STEP.toNanos());
        look.take();
        take();
        if (time.nanos() - pointNanos >= SECOND) {
            point();
        }
        if (!feed.publishing()) {
            feed.stop();
        }
    }

    private void take() throws InterruptedException {
        Reception taken = clients.take();
        journal.add(taken);
        second = Reception.sum(List.of(second, taken));
    }

    private void point() {
        long now = time.nanos();
        Histogram latencies = second.undisturbed().copy();
        latencies.add(second.returned());
        timeline.add(new TimelinePoint(
                (now - begunNanos) / (double) SECOND,
                second.delivered(),
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latencies.getTotalCount() == 0 ? 0 : latencies.getMaxValue() / NANOS_PER_MILLI,
                usage.sample(Math.max(1, now - pointNanos))));
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %.0f s, %,d clients subscribed, %,d messages, latency p99 %.1f ms",
                doing,
                (now - begunNanos) / (double) SECOND,
                journal.subscribed(),
                second.delivered(),
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI));
        endSecond(now);
    }

    private void endSecond(long now) {
        phase = Reception.sum(List.of(phase, second));
        second = Reception.sum(List.of());
        pointNanos = now;
    }

    /** What was received since the last call, or since the beginning; without arrivals and departures. */
    Reception endPhase() throws InterruptedException {
        take();
        point();
        Reception ended = phase;
        whole = Reception.sum(List.of(whole, ended));
        phase = Reception.sum(List.of());
        return ended;
    }

    /**
     * Stops publishing and waits until nothing is missing or nothing comes any more.
     *
     * @throws IOException when the publisher had to give up
     */
    Delivery finish() throws IOException, InterruptedException {
        Published published = feed.stop();
        long missing = clients.missing(published);
        int quiet = 0;
        long deadline = time.nanos() + DRAIN_PATIENCE.toNanos();
        while (missing > 0 && quiet < QUIET_STEPS && time.nanos() < deadline) {
            time.sleepUntil(time.nanos() + STEP.toNanos());
            long before = second.delivered();
            take();
            quiet = second.delivered() == before ? quiet + 1 : 0;
            missing = clients.missing(published);
        }
        endPhase();
        return new Delivery(whole, missing);
    }

    @Override
    public void close() {
        feed.close();
        clients.close();
    }
}
