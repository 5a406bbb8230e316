package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ChannelSet;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.Fleet;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.ProcessCost;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an idle connection costs: connections that have one subscription each and say nothing but the pongs that they owe.
 *
 * <p>The empty server is one that has served a single connection, so that what is loaded only once is not counted as a
 * connection's. Its heap is counted in live bytes after full collections; its resident memory is read after that, when it is
 * smallest, and that of the full server at the end of the window, without a collection. So resident memory includes what the
 * heap has grown by while the connections came.
 *
 * <p>Threading: {@link #run} blocks its caller for the window, a second per thousand connections and some more.
 */
@ThreadConfined
public final class IdleScenario {
    /** The most live heap that an idle connection with one subscription may take. */
    public static final int MAX_HEAP_BYTES = 6_144;
    /** The most resident memory. */
    public static final int MAX_RESIDENT_BYTES = 8_192;
    /** The most CPU time in each second, with a ping every 25 s. */
    public static final double MAX_CPU_MICROS = 2.2;
    /** With fewer connections than these, what the server does anyway is more than what they cost. */
    private static final int CONNECTIONS_FOR_LIMITS = 10_000;

    private static final long WARM_UP_PATIENCE_SECONDS = 20;
    private static final ChannelNames NAMES = new ChannelNames("idle");
    private static final LoadPayload PAYLOAD = new LoadPayload(64);
    private static final double MICROS_PER_SECOND = 1e6;

    private final int connections;
    private final Duration settling;
    private final Duration window;
    private final LoadTarget target;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final GatewayInsight insight;
    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * Connections to a server on which there are no others.
     *
     * @param settling between the last connection and the window, in whole seconds: what opening has left to collect, and the
     *     code of the first pings to compile, is no cost of an idle connection
     * @param window in which CPU is measured, in whole seconds
     * @param progress told now and then what is going on
     */
    public IdleScenario(
            int connections,
            Duration settling,
            Duration window,
            LoadTarget target,
            ClientLoops loops,
            TimeSource time,
            Consumer<String> progress) {
        if (connections < 1) {
            throw new IllegalArgumentException("expected 1 or more connections but was " + connections);
        }
        this.connections = connections;
        this.settling = settling;
        this.window = window;
        this.target = target;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
        this.insight = GatewayInsight.into(target);
    }

    /**
     * Runs it all.
     *
     * @throws IOException when the heap cannot be measured, or when connections fail or end early
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        progress.accept("measuring the empty server …");
        warmUp();
        long emptyHeap = insight.liveHeapBytes();
        UsageTimeline timeline = new UsageTimeline(target, time);
        long emptyResident = timeline.residentBytes(Role.SERVER);
        Fleet.open(
                loops,
                connections,
                this::client,
                time,
                open -> progress.accept(open + " of " + connections + " connections open"));
        timeline.begin(settling.toSeconds());
        progress.accept("all connections open; settling for " + settling.toSeconds() + " s, measuring for "
                + window.toSeconds() + " s …");
        timeline.passUntil(window.toSeconds());
        long broken = loops.takeInterval().broken();
        if (broken > 0) {
            throw new IOException(broken + " of " + connections + " connections ended early");
        }
        addHeap(emptyHeap);
        addResident(emptyResident, timeline);
        addCpu(timeline);
        return new ScenarioResult("idle", description(), measurements, timeline.points());
    }

    private String description() {
        return connections + " idle connections with one subscription each, CPU over " + window.toSeconds()
                + " s that began " + settling.toSeconds()
                + " s after the last had come; the empty server had served one connection"
                + (insight.known() ? ownDetails() : "");
    }

    private String ownDetails() {
        List<String> options = insight.jvmOptions();
        return " and collected its garbage; JVM options besides the usual: "
                + (options.isEmpty() ? "none" : String.join(" ", options));
    }

    private ClientSpec client(int number) {
        List<URI> urls = target.webSocketUrls();
        return ClientSpec.fromTheBeginning(
                urls.get(number % urls.size()), number, NAMES, ChannelSet.of(number), PAYLOAD);
    }

    /** One connection to each gateway that comes and goes. */
    private void warmUp() throws IOException, InterruptedException {
        int all = Math.max(target.webSocketUrls().size(), insight.gateways().size());
        Fleet.open(loops, all, this::client, time, open -> {});
        loops.reset();
        if (insight.known()) {
            long deadline =
                    time.nanos() + Duration.ofSeconds(WARM_UP_PATIENCE_SECONDS).toNanos();
            while (insight.metric("sluice_gateway_connections") > 0 && time.nanos() < deadline) {
                time.sleepUntil(time.nanos() + Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void addHeap(long empty) throws IOException, InterruptedException {
        if (insight.known()) {
            long full = insight.liveHeapBytes();
            measurements.add(Measurement.bytes("live heap, empty", empty));
            measurements.add(Measurement.bytes("live heap with all connections", full));
            measurements.add(
                    Measurement.bytesAtMost(MAX_HEAP_BYTES, "live heap per connection", perConnection(full - empty)));
        }
    }

    private void addResident(long empty, UsageTimeline timeline) {
        long full = UsageTimeline.resident(timeline.costs(), Role.SERVER);
        if (full > 0) {
            measurements.add(Measurement.bytes("resident memory, empty", empty));
            measurements.add(Measurement.bytes("resident memory with all connections", full));
            measurements.add(limited(
                    MAX_RESIDENT_BYTES,
                    "resident memory per connection",
                    (double) perConnection(full - empty),
                    "bytes"));
        }
    }

    private void addCpu(UsageTimeline timeline) {
        for (ProcessCost cost : timeline.costs()) {
            String name = "CPU per connection and second, " + cost.process().name();
            double micros = cost.cpuSeconds() * MICROS_PER_SECOND / timeline.seconds() / connections;
            measurements.add(
                    cost.process().role() == Role.SERVER
                            ? limited(MAX_CPU_MICROS, name, micros, "µs")
                            : Measurement.of(name, micros, "µs"));
        }
    }

    private Measurement limited(double limit, String name, double value, String unit) {
        return connections >= CONNECTIONS_FOR_LIMITS && insight.known()
                ? Measurement.atMost(limit, name, value, unit)
                : Measurement.of(name, value, unit);
    }

    private long perConnection(long bytes) {
        return Math.round((double) bytes / connections);
    }
}
