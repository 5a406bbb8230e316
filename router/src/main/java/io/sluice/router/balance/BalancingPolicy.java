package io.sluice.router.balance;

import java.util.List;

/** A pure function from the candidates, and a draw, to the chosen one. */
@FunctionalInterface
public interface BalancingPolicy {

    /**
     * Chooses one of the candidates.
     *
     * @param candidates in a fixed order, no id twice; at least one
     * @param draw chance, turn and key of this choice
     * @return the index of the chosen candidate in {@code candidates}
     * @throws IllegalArgumentException if there is no candidate
     */
    int choose(List<Candidate> candidates, Draw draw);
}
