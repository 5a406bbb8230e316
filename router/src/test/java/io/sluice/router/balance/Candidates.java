package io.sluice.router.balance;

import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Candidates of which only what a policy looks at matters. */
final class Candidates {

    private Candidates() {}

    /** One candidate for each number of connections, of full weight, named a, b, … */
    static List<Candidate> of(long... connections) {
        return IntStream.range(0, connections.length)
                .mapToObj(i -> candidate(String.valueOf((char) ('a' + i)), connections[i], 1))
                .toList();
    }

    static List<Candidate> of(List<Long> connections) {
        return of(connections.stream().mapToLong(Long::longValue).toArray());
    }

    static Candidate candidate(String id, long connections, double weight) {
        return new Candidate(backend(id), connections, weight);
    }

    static Candidate inZone(String id, String zone, long connections) {
        return new Candidate(backend(id).withZone(zone), connections, 1);
    }

    static Candidate reporting(String id, long connections, LoadReport report) {
        return new Candidate(backend(id).withReport(report), connections, 1);
    }

    static Backend backend(String id) {
        return new Backend(id, new BackendAddress(id, 8000), false, null);
    }

    /** How often each candidate is chosen by tickets from 0. */
    static long[] choices(BalancingPolicy policy, List<Candidate> candidates, int count) {
        long[] chosen = new long[candidates.size()];
        LongStream.range(0, count).forEach(ticket -> chosen[policy.choose(candidates, Draw.of(ticket))]++);
        return chosen;
    }
}
