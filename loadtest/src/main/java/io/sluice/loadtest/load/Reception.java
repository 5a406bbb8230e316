package io.sluice.loadtest.load;

import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What returning clients received in an interval, and how they came and went. The histograms are the reader's own.
 *
 * @param undisturbed latencies of publications, from when each was due to when it was read, in nanoseconds, for clients that
 *     have never lost their connection
 * @param returned the same for those that have, without what they recovered
 * @param delivered publications received, recovered ones and duplicates too
 * @param recovered publications received in the answer to a subscription
 * @param duplicated offsets received once more
 * @param reordered offsets received behind a later one
 * @param wrong publications without an offset, of another channel, or that do not carry their offset as their number
 * @param unrecovered returns to which the server answered that it cannot tell what was missed
 * @param refused handshakes that the server answered with a status other than 101
 * @param failed attempts to connect or subscribe that ended otherwise
 * @param arrivals in the order of each loop
 * @param departures in the order of each loop
 */
public record Reception(
        Histogram undisturbed,
        Histogram returned,
        long delivered,
        long recovered,
        long duplicated,
        long reordered,
        long wrong,
        long unrecovered,
        long refused,
        long failed,
        List<Arrival> arrivals,
        List<Departure> departures) {
    public Reception {
        arrivals = List.copyOf(arrivals);
        departures = List.copyOf(departures);
    }

    /** All of these together; of none, an empty one. */
    public static Reception sum(Collection<Reception> parts) {
        Histogram undisturbed = Interval.histogram();
        Histogram returned = Interval.histogram();
        parts.forEach(part -> {
            undisturbed.add(part.undisturbed);
            returned.add(part.returned);
        });
        return new Reception(
                undisturbed,
                returned,
                total(parts, Reception::delivered),
                total(parts, Reception::recovered),
                total(parts, Reception::duplicated),
                total(parts, Reception::reordered),
                total(parts, Reception::wrong),
                total(parts, Reception::unrecovered),
                total(parts, Reception::refused),
                total(parts, Reception::failed),
                parts.stream().flatMap(part -> part.arrivals.stream()).toList(),
                parts.stream().flatMap(part -> part.departures.stream()).toList());
    }

    private static long total(Collection<Reception> parts, ToLongFunction<Reception> count) {
        return parts.stream().mapToLong(count).sum();
    }
}
