package io.sluice.gateway.rebalance;

import java.util.Locale;

/** What the rebalancer of a node does, or why it does nothing. */
public enum RebalanceState {
    /** It is switched off, or the node belongs to no cluster. */
    OFF,
    /** No other node takes clients. */
    ALONE,
    /** This node sheds all of its clients anyway. */
    DRAINING,
    /** The registry does not answer, so nobody knows where to. */
    UNKNOWN,
    /** A node has joined, drained or died a moment ago. */
    SETTLING,
    /** This node has its share. */
    BALANCED,
    /** This node has more than its share, and gives clients away. */
    MOVING,
    /** This node has more than its share, of clients that all have come too recently, are busy or would lose publications. */
    NOBODY_MOVABLE,
    /** Moving did not help: the clients came back. */
    GAVE_UP;

    /** As metrics call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
