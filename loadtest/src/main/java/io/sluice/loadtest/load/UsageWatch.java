package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.UsageReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows what the processes of a run use. A process that has ended, or a machine without {@code /proc}, reads as 0. */
@ThreadConfined
public final class UsageWatch {
    private static final UsageReading NONE = new UsageReading(Duration.ZERO, Duration.ZERO, 0);
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<WatchedProcess> processes;
    private Map<WatchedProcess, UsageReading> last;

    /** Begins to follow these. */
    public UsageWatch(List<WatchedProcess> processes) {
        this.processes = List.copyOf(processes);
        this.last = read();
    }

    /** A reading of each now. */
    private Map<WatchedProcess, UsageReading> read() {
        Map<WatchedProcess, UsageReading> readings = new HashMap<>();
        processes.forEach(
                process -> readings.put(process, UsageReading.of(process.pid()).orElse(NONE)));
        return readings;
    }

    /** What each has used since the last call, which was {@code intervalNanos} ago. */
    public List<ProcessUsage> sample(long intervalNanos) {
        Map<WatchedProcess, UsageReading> before = last;
        last = read();
        return processes.stream()
                .map(process -> {
                    UsageReading now = reading(last, process);
                    Duration used = now.cpu().minus(reading(before, process).cpu());
                    return new ProcessUsage(
                            process.name(), Math.max(0, used.toNanos()) / (double) intervalNanos, now.residentBytes());
                })
                .toList();
    }

    /** The readings of the last {@link #sample}, to be given to {@link #costsSince} later. */
    public Map<WatchedProcess, UsageReading> mark() {
        return last;
    }

    /** What each used from the mark to the last {@link #sample}. */
    public List<ProcessCost> costsSince(Map<WatchedProcess, UsageReading> mark) {
        return processes.stream()
                .map(process -> {
                    UsageReading before = reading(mark, process);
                    UsageReading now = reading(last, process);
                    return new ProcessCost(
                            process,
                            seconds(now.user().minus(before.user())),
                            seconds(now.system().minus(before.system())),
                            now.residentBytes());
                })
                .toList();
    }

    private static UsageReading reading(Map<WatchedProcess, UsageReading> readings, WatchedProcess process) {
        return readings.getOrDefault(process, NONE);
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toNanos()) / NANOS_PER_SECOND;
    }
}
