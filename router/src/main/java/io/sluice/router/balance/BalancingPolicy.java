package io.sluice.router.balance;

/** A pure function from the load of the candidates to the chosen one. */
@FunctionalInterface
public interface BalancingPolicy {

    /**
     * Chooses one of the candidates.
     *
     * @param loads connections of each candidate, in a fixed order; at least one
     * @param ticket a number that grows by one from call to call, for policies that take turns
     * @return the index of the chosen candidate in {@code loads}
     */
    int choose(long[] loads, long ticket);
}
