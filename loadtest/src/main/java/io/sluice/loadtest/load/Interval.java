package io.sluice.loadtest.load;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * What the clients of one or more loops received in an interval. The histograms are the reader's own.
 *
 * @param latencies of publications, from when each was due to when it was read, in nanoseconds
 * @param pings round trips of the WebSocket pings sent by {@link ClientLoops#probe}, in nanoseconds
 * @param delivered publications received, duplicates too
 * @param duplicated publications received once more
 * @param reordered publications received behind a later one of their channel
 * @param stray publications of channels that the receiver had not subscribed, and other messages nobody asked for
 * @param broken connections that ended though we had not closed them
 */
public record Interval(
        Histogram latencies,
        Histogram pings,
        long delivered,
        long duplicated,
        long reordered,
        long stray,
        long broken) {
    /** Finer than a loopback round trip, so that nothing real is rounded. */
    private static final long LOWEST_NANOS = 1_000;
    /** Whoever waits a minute for a message has lost it; anything longer counts as this. */
    static final long HIGHEST_NANOS = 60_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    }

    /** Records within the limits of a histogram made by {@link #histogram}; clocks of two cores may differ by a hair. */
    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
    }

    /** All of these together; of none, an empty one. */
    public static Interval sum(Collection<Interval> parts) {
        Histogram latencies = histogram();
        Histogram pings = histogram();
        parts.forEach(part -> {
            latencies.add(part.latencies);
            pings.add(part.pings);
        });
        return new Interval(
                latencies,
                pings,
                parts.stream().mapToLong(Interval::delivered).sum(),
                parts.stream().mapToLong(Interval::duplicated).sum(),
                parts.stream().mapToLong(Interval::reordered).sum(),
                parts.stream().mapToLong(Interval::stray).sum(),
                parts.stream().mapToLong(Interval::broken).sum());
    }
}
