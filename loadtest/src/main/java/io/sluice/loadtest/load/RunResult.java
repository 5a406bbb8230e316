package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.TimelinePoint;
import java.util.List;

/**
 * What one run found.
 *
 * @param window what was received in the measured window
 * @param windowSeconds how long that was
 * @param whole what was received from the first publication to the end of the drain; its broken connections count, too
 * @param lost publications that a subscriber has not got when nothing came any more, or after a minute of draining
 * @param failed publications that the server refused, or that could not be sent in time
 * @param costs of each process in the window
 * @param timeline one point for each second of warm-up and window
 */
public record RunResult(
        Interval window,
        double windowSeconds,
        Interval whole,
        long lost,
        long failed,
        List<ProcessCost> costs,
        List<TimelinePoint> timeline) {
    private static final double MICROS_PER_SECOND = 1e6;

    public RunResult {
        costs = List.copyOf(costs);
        timeline = List.copyOf(timeline);
    }

    /** Microseconds of CPU that processes of a role used for each message delivered; 0 when none was. */
    public double cpuMicrosPerMessage(WatchedProcess.Role role) {
        double seconds = costs.stream()
                .filter(cost -> cost.process().role() == role)
                .mapToDouble(ProcessCost::cpuSeconds)
                .sum();
        return perMessage(seconds);
    }

    /** So many seconds of CPU in the window as microseconds for each message delivered in it. */
    public double perMessage(double cpuSeconds) {
        return window.delivered() == 0 ? 0 : cpuSeconds * MICROS_PER_SECOND / window.delivered();
    }
}
