package io.sluice.loadtest.balance;

import io.sluice.loadtest.load.Arrival;
import io.sluice.loadtest.load.Departure;
import io.sluice.loadtest.load.Reception;
import io.sluice.loadtest.measure.ThreadConfined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who came and went, and who is where. Moments are on the clock of the clients. */
@ThreadConfined
final class Journal {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();
    /** By node, the clients that are on it now. */
    private final Map<String, Set<Integer>> present = new HashMap<>();

    /** Takes down what was received since the last call. */
    void add(Reception reception) {
        arrivals.addAll(reception.arrivals());
        departures.addAll(reception.departures());
        // A client has one connection at a time, so that whatever came of it since, it is where it arrived last; and it
        // is nowhere if it departed after that.
        Map<Integer, Long> left = new HashMap<>();
        reception.departures().forEach(departure -> {
            clientsOn(departure.node()).remove(departure.client());
            left.merge(departure.client(), departure.atNanos(), Math::max);
        });
        Map<Integer, Arrival> last = new HashMap<>();
        reception.arrivals().forEach(arrival -> last.merge(arrival.client(), arrival, Journal::later));
        last.values().stream()
                .filter(arrival -> left.getOrDefault(arrival.client(), Long.MIN_VALUE) < arrival.subscribedNanos())
                .forEach(arrival -> clientsOn(arrival.node()).add(arrival.client()));
    }

    private static Arrival later(Arrival one, Arrival other) {
        return one.subscribedNanos() >= other.subscribedNanos() ? one : other;
    }

    private Set<Integer> clientsOn(String node) {
        return present.computeIfAbsent(node, unknown -> new HashSet<>());
    }

    /** How many clients are subscribed now. */
    int subscribed() {
        return present.values().stream().mapToInt(Set::size).sum();
    }

    /** How many clients each of so many nodes has, the fullest first; a node of which no client has heard has none. */
    Spread spread(int nodes) {
        List<Integer> counts = new ArrayList<>(present.values().stream()
                .map(Set::size)
                .filter(size -> size > 0)
                .sorted(Comparator.reverseOrder())
                .toList());
        counts.addAll(Collections.nCopies(Math.max(0, nodes - counts.size()), 0));
        return new Spread(counts);
    }

    private List<Departure> departuresSince(long nanos) {
        return departures.stream()
                .filter(departure -> departure.atNanos() >= nanos)
                .sorted(Comparator.comparingLong(Departure::atNanos))
                .toList();
    }

    /** How often each client has left that left since then. */
    Map<Integer, Long> departuresByClient(long sinceNanos) {
        return departuresSince(sinceNanos).stream()
                .collect(Collectors.groupingBy(Departure::client, Collectors.counting()));
    }

    /** How many left since then with each ending, e.g. {@code 3001 (shutdown)}. */
    Map<String, Long> endings(long sinceNanos) {
        return departuresSince(sinceNanos).stream()
                .collect(Collectors.groupingBy(
                        departure -> departure.ending().toString(), TreeMap::new, Collectors.counting()));
    }

    /** When those left that are meant, by the node that they were on, each in the order of time. */
    Map<String, List<Long>> departureTimes(long sinceNanos, Predicate<Departure> which) {
        return departuresSince(sinceNanos).stream()
                .filter(which)
                .collect(Collectors.groupingBy(
                        Departure::node, Collectors.mapping(Departure::atNanos, Collectors.toList())));
    }

    /** When handshakes were answered, by node, each in the order of time. */
    Map<String, List<Long>> handshakeTimes() {
        return arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::upgradedNanos))
                .collect(Collectors.groupingBy(
                        Arrival::node, Collectors.mapping(Arrival::upgradedNanos, Collectors.toList())));
    }

    /** When the last client came back since then; empty when none did. */
    OptionalLong lastReturn(long sinceNanos) {
        return arrivals.stream()
                .filter(arrival -> arrival.again() && arrival.subscribedNanos() >= sinceNanos)
                .mapToLong(Arrival::subscribedNanos)
                .max();
    }
}
