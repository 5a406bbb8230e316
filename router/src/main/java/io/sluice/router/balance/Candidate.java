package io.sluice.router.balance;

import io.sluice.router.backend.Backend;
import io.sluice.router.backend.LoadReport;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A backend that may get the next connection, as a policy sees it.
 *
 * @param connections on it from everywhere, those that it has not reported yet included; not negative
 * @param weight the part of a full share that it is to have: 1, or less while it starts slowly; above 0
 */
public record Candidate(Backend backend, long connections, double weight) {

    public Candidate {
        if (connections < 0) {
            throw new IllegalArgumentException("expected a number of connections but was " + connections);
        }
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException("expected a weight above 0 and up to 1 but was " + weight);
        }
    }

    /**
     * Connections that it would have with one more, for its weight. With the one more, an empty backend of a small weight is
     * not the emptiest of all: nothing divided by a weight would be nothing.
     */
    double loadWithOneMore() {
        return (connections + 1) / weight;
    }

    /** A figure of its report; 0 if it never reports. */
    double reported(ToDoubleFunction<LoadReport> figure) {
        LoadReport report = backend.report();
        return report == null ? 0 : figure.applyAsDouble(report);
    }

    static double totalWeight(List<Candidate> candidates) {
        return candidates.stream().mapToDouble(Candidate::weight).sum();
    }

    static void requireAny(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("expected at least one candidate but there was none");
        }
    }
}
