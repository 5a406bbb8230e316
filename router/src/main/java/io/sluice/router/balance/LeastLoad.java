package io.sluice.router.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws two candidates and chooses the one with the lower {@linkplain LoadScore score}.
 *
 * <p>Candidates above {@link #TOLERANCE} of their share of all connections are not drawn while others are there: a gateway
 * above it is closing connections in order to get rid of them, and they must not come back to it.
 */
/*
 * Two random choices are nearly as good as the best of all (M. Mitzenmacher, "The power of two choices in randomized load
 * balancing", IEEE TPDS 12(10), 2001), and better where the figures are old: routers that all took the best would, for the
 * length of a heartbeat, all take the same one.
 *
 * The share of a candidate is its part of the sum of weights, and it is drawn with that probability. So a node that starts
 * slowly is met seldom at first, and the others are not taken for overloaded as long as it is not to have its full share.
 */
public final class LeastLoad implements BalancingPolicy {

    /** Where gateways begin to move connections away ({@code rebalance.threshold}). */
    static final double TOLERANCE = 1.10;

    private final LoadWeightSettings weights;

    public LeastLoad(LoadWeightSettings weights) {
        this.weights = weights;
    }

    @Override
    public int choose(List<Candidate> candidates, Draw draw) {
        Candidate.requireAny(candidates);
        List<Candidate> drawable = withinTheirShare(candidates);
        Candidate first = draw(drawable, draw.chance(0));
        if (drawable.size() > 1) {
            drawable.remove(first);
            Candidate second = draw(drawable, draw.chance(1));
            LoadScore score = new LoadScore(weights, candidates);
            return candidates.indexOf(score.of(second) < score.of(first) ? second : first);
        }
        return candidates.indexOf(first);
    }

    /** Never empty: not everybody can be above the mean. */
    private static List<Candidate> withinTheirShare(List<Candidate> candidates) {
        long connections = candidates.stream().mapToLong(Candidate::connections).sum();
        double share = TOLERANCE * connections / Candidate.totalWeight(candidates);
        List<Candidate> within = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (candidate.connections() <= share * candidate.weight()) {
                within.add(candidate);
            }
        }
        return within;
    }

    private static Candidate draw(List<Candidate> candidates, double chance) {
        double left = chance * Candidate.totalWeight(candidates);
        for (Candidate candidate : candidates) {
            left -= candidate.weight();
            if (left < 0) {
                return candidate;
            }
        }
        return candidates.get(candidates.size() - 1); // what rounding left over
    }
}
