package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelSet;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.Fleet;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.LiveHeap;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.UsageReading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an idle pair of connections, a client's and that to the gateway, costs the process between them in memory.
 *
 * <p>The empty hop is one that has relayed some clients before, so that what is loaded only once is not counted as a pair's.
 * Its heap is counted in live bytes after full collections, and its resident memory is read after that, when it is smallest;
 * the resident memory with all pairs is read without a collection.
 *
 * <p>Threading: {@link #measure} blocks its caller for a second per thousand pairs and some more.
 */
@ThreadConfined
final class IdlePairs {
    /** The most live heap that a pair may take. */
    static final int MAX_HEAP_BYTES = 6 * 1024;

    /** With fewer pairs, what the process does anyway is more than what they cost. */
    private static final int PAIRS_FOR_LIMITS = 1_000;

    private static final int WARM_UP_CLIENTS = 100;
    /** What closing has left to do is no cost of idle pairs. */
    private static final Duration AFTER_CLOSING = Duration.ofSeconds(3);
    /** Neither is what opening has left to collect, for which a JVM that is idle takes its time. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final LoadPayload PAYLOAD = new LoadPayload(64);

    private final int pairs;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final FreshNames names = new FreshNames();

    IdlePairs(int pairs, ClientLoops loops, TimeSource time, Consumer<String> progress) {
        this.pairs = pairs;
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Opens the clients through the hop, measures, and closes them again.
     *
     * @param jvm whether it has a heap to look into, for which there is a limit
     * @throws IOException when the heap cannot be measured, or when connections fail or end early
     */
    List<Measurement> measure(HopTarget way, WatchedProcess hop, boolean jvm) throws IOException, InterruptedException {
        progress.accept("idle pairs: measuring " + way.name() + " without clients …");
        open(way, WARM_UP_CLIENTS);
        loops.reset();
        pause(AFTER_CLOSING);
        long emptyHeap = jvm ? LiveHeap.bytesAfterCollection(hop.pid()) : 0;
        long empty = resident(hop);
        open(way, pairs);
        pause(SETTLING);
        long full = resident(hop);
        List<Measurement> found = new ArrayList<>();
        if (jvm) {
            long heap = LiveHeap.bytesAfterCollection(hop.pid()) - emptyHeap;
            String name = "idle: live heap per pair, " + way.name();
            found.add(
                    pairs >= PAIRS_FOR_LIMITS
                            ? Measurement.bytesAtMost(MAX_HEAP_BYTES, name, perPair(heap))
                            : Measurement.bytes(name, perPair(heap)));
        }
        found.add(Measurement.bytes("idle: resident memory per pair, " + way.name(), perPair(full - empty)));
        long broken = loops.takeInterval().broken();
        loops.reset();
        if (broken > 0) {
            throw new IOException(broken + " of " + pairs + " idle connections through " + way.name() + " ended early");
        }
        return found;
    }

    private void open(HopTarget way, int clients) throws IOException, InterruptedException {
        var fresh = names.next();
        Fleet.open(
                loops,
                clients,
                number -> ClientSpec.fromTheBeginning(way.url(), number, fresh, ChannelSet.of(0), PAYLOAD),
                time,
                open -> progress.accept(
                        "idle pairs: " + open + " of " + clients + " clients open through " + way.name()));
    }

    private void pause(Duration length) throws InterruptedException {
        time.sleepUntil(time.nanos() + length.toNanos());
    }

    private static long resident(WatchedProcess hop) {
        return UsageReading.of(hop.pid()).map(UsageReading::residentBytes).orElse(0L);
    }

    private long perPair(long bytes) {
        return Math.round((double) bytes / pairs);
    }
}
