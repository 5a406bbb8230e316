package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.ProcessCost;
import io.sluice.loadtest.load.UsageWatch;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import io.sluice.loadtest.measure.UsageReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The time line of a scenario that publishes nothing: what the processes use, second by second, and what else came. */
@ThreadConfined
final class UsageTimeline {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Of one count, so small that it costs nothing. */
    private static final Histogram NOTHING = new Histogram(1);

    private final UsageWatch usage;
    private final TimeSource time;
    private final List<TimelinePoint> points = new ArrayList<>();
    /** Where 0 s is; moves with {@link #begin}. */
    private long zeroNanos;

    private long sampledNanos;
    private Map<WatchedProcess, UsageReading> atBegin;

    /** A time line of the target's processes and of our own. */
    UsageTimeline(LoadTarget target, TimeSource time) {
        List<WatchedProcess> processes = new ArrayList<>(target.processes());
        processes.add(WatchedProcess.ourselves());
        this.usage = new UsageWatch(processes);
        this.time = time;
        this.zeroNanos = time.nanos();
        this.sampledNanos = zeroNanos;
        this.atBegin = usage.mark();
    }

    /** What the processes of a role use of memory now. */
    long residentBytes(WatchedProcess.Role role) {
        usage.sample(1);
        return resident(usage.costsSince(usage.mark()), role);
    }

    static long resident(List<ProcessCost> costs, WatchedProcess.Role role) {
        return costs.stream()
                .filter(cost -> cost.process().role() == role)
                .mapToLong(ProcessCost::residentBytes)
                .sum();
    }

    /** The measurement begins in so many seconds; until then is warm-up. */
    void begin(long inSeconds) {
        usage.sample(1);
        atBegin = usage.mark();
        sampledNanos = time.nanos();
        zeroNanos = sampledNanos + (long) (inSeconds * NANOS_PER_SECOND);
    }

    /** Lets seconds pass and takes down each, up to so many seconds from zero on. */
    void passUntil(long second) throws InterruptedException {
        long passed = Math.floorDiv(time.nanos() - zeroNanos, (long) NANOS_PER_SECOND);
        for (long next = passed + 1; next <= second; next++) {
            time.sleepUntil(zeroNanos + (long) (next * NANOS_PER_SECOND));
            add(0, NOTHING);
            if (next == 0) {
                atBegin = usage.mark();
            }
        }
    }

    /** Whether a second has passed since the last point. */
    boolean due() {
        return time.nanos() - sampledNanos >= NANOS_PER_SECOND;
    }

    /** Adds a point: so many came since the last one, with these latencies in nanoseconds. */
    void add(long count, Histogram latencies) {
        long now = time.nanos();
        points.add(new TimelinePoint(
                (now - zeroNanos) / NANOS_PER_SECOND,
                count,
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latencies.getMaxValue() / NANOS_PER_MILLI,
                usage.sample(Math.max(1, now - sampledNanos))));
        sampledNanos = now;
    }

    /** What each process used from zero to the last point. */
    List<ProcessCost> costs() {
        return usage.costsSince(atBegin);
    }

    /** From zero to the last point. */
    double seconds() {
        return (sampledNanos - zeroNanos) / NANOS_PER_SECOND;
    }

    List<TimelinePoint> points() {
        return List.copyOf(points);
    }
}
