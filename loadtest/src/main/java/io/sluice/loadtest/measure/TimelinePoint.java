package io.sluice.loadtest.measure;

import java.util.List;

/**
 * What was seen in one interval of a run, which is about a second long.
 *
 * @param atSeconds the end of the interval, in seconds since the measured window began; below 0 in the warm-up
 * @param delivered messages received in the interval
 * @param p50Millis median latency of these messages; 0 when there were none, as the next two
 * @param p99Millis latency that 99% of them did not exceed
 * @param maxMillis the highest of their latencies
 * @param processes servers, Redis and the generator, in an order that stays the same throughout a run
 */
public record TimelinePoint(
        double atSeconds,
        long delivered,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        List<ProcessUsage> processes) {

    public TimelinePoint {
        processes = List.copyOf(processes);
    }
}
