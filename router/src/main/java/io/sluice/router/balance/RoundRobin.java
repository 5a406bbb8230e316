package io.sluice.router.balance;

import java.util.List;

/**
 * Lets the candidates take turns, whatever their load. With equal weights each has every <i>n</i>-th turn; with unequal
 * ones each gets its part of the turns, spread evenly over them.
 */
/*
 * Unequal turns follow the multiples of the golden ratio, modulo 1, of which any run of n comes near to every point of the
 * unit interval (V. T. Sós, "On the distribution mod 1 of the sequence nα", 1958): no lot is drawn twice while another is
 * overdue, and no state is needed.
 */
public final class RoundRobin implements BalancingPolicy {

    private static final double GOLDEN_RATIO = 0.6180339887498949;

    /** Multiples beyond this lose the digits behind the point; the sequence then begins again. */
    private static final long PERIOD = 1L << 32;

    @Override
    public int choose(List<Candidate> candidates, Draw draw) {
        Candidate.requireAny(candidates);
        double weight = candidates.get(0).weight();
        boolean equal = candidates.stream().allMatch(candidate -> candidate.weight() == weight);
        return equal ? (int) Math.floorMod(draw.ticket(), (long) candidates.size()) : spread(candidates, draw.ticket());
    }

    private static int spread(List<Candidate> candidates, long ticket) {
        double multiple = Math.floorMod(ticket, PERIOD) * GOLDEN_RATIO;
        double left = (multiple - Math.floor(multiple)) * Candidate.totalWeight(candidates);
        for (int i = 0; i < candidates.size(); i++) {
            left -= candidates.get(i).weight();
            if (left < 0) {
                return i;
            }
        }
        return candidates.size() - 1; // what rounding left over
    }
}
