package io.sluice.loadtest.balance;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How connections are spread over nodes at one moment.
 *
 * @param connections of each node; at least one node
 */
record Spread(List<Integer> connections) {
    Spread {
        connections = List.copyOf(connections);
        if (connections.isEmpty()) {
            throw new IllegalArgumentException("expected at least one node");
        }
    }

    int total() {
        return connections.stream().mapToInt(Integer::intValue).sum();
    }

    double mean() {
        return (double) total() / connections.size();
    }

    /** The largest distance of a node from the mean, as a part of the mean; not a number when there are no connections. */
    double worstDeviation() {
        return connections.stream()
                .mapToDouble(count -> Math.abs(count - mean()) / mean())
                .max()
                .orElse(Double.NaN);
    }

    /** How much more the fullest has than the emptiest, as a part of the mean. */
    double difference() {
        int most = connections.stream().mapToInt(Integer::intValue).max().orElse(0);
        int least = connections.stream().mapToInt(Integer::intValue).min().orElse(0);
        return (most - least) / mean();
    }

    /** E.g. {@code 2,000 : 2,000}. */
    @Override
    public String toString() {
        return connections.stream().map(Object::toString).collect(Collectors.joining(" : "));
    }
}
