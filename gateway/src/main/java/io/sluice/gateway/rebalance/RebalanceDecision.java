package io.sluice.gateway.rebalance;

/**
 * What a node does in the second to come.
 *
 * @param state what it does, or why it does nothing
 * @param moves clients to be moved, 0 in every state but {@link RebalanceState#MOVING} and
 *     {@link RebalanceState#NOBODY_MOVABLE}
 * @param load what it was decided by
 */
record RebalanceDecision(RebalanceState state, int moves, ClusterLoad load) {

    /** Whether this node has more than its share and the means to change it. */
    boolean isMoving() {
        return state == RebalanceState.MOVING || state == RebalanceState.NOBODY_MOVABLE;
    }
}
