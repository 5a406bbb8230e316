package io.sluice.gateway.rebalance;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.LongAdder;

/** What the rebalancer of this node tells metrics: any thread may look. */
@ThreadSafe
public final class RebalanceFigures {

    private final LongAdder moved = new LongAdder();
    // Each is written by one event loop and read by whoever scrapes, who needs no consistent pair.
    private volatile RebalanceState state = RebalanceState.OFF;
    private volatile double ratio = 1;

    /** Clients moved so far. */
    public long moved() {
        return moved.sum();
    }

    /** What the rebalancer does now. */
    public RebalanceState state() {
        return state;
    }

    /** Connections of this node in terms of the mean of all nodes that take clients; 1 for one that is alone. */
    public double ratio() {
        return ratio;
    }

    void addMoved(int count) {
        moved.add(count);
    }

    void decided(RebalanceDecision decision) {
        state = decision.state();
        ratio = decision.load().ratio();
    }
}
