package io.sluice.router.balance;

import java.util.List;

/**
 * Chooses the candidate with the fewest connections for its weight; candidates with equally few take turns.
 *
 * <p>Connections of a gateway live for hours, so a count of connections is what the load follows; a policy that looks
 * at the requests of the moment would see nothing of it.
 */
public final class LeastConnections implements BalancingPolicy {

    @Override
    public int choose(List<Candidate> candidates, Draw draw) {
        Candidate.requireAny(candidates);
        double least = Double.POSITIVE_INFINITY;
        int ties = 0;
        for (Candidate candidate : candidates) {
            double load = candidate.loadWithOneMore();
            if (load < least) {
                least = load;
                ties = 1;
            } else if (load == least) {
                ties++;
            }
        }
        return indexOf(candidates, least, (int) Math.floorMod(draw.ticket(), (long) ties));
    }

    /** Without turns all event loops and all routers would send their next connection to the same idle backend. */
    private static int indexOf(List<Candidate> candidates, double wanted, int skip) {
        int left = skip;
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).loadWithOneMore() == wanted && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("expected " + (skip + 1) + " candidates with the load " + wanted);
    }
}
