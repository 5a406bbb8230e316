package io.sluice.gateway.rebalance;

import io.sluice.common.threading.EventLoopConfined;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators read of the rebalancer: one line when a phase of moves begins, one when it ends or pauses. */
@EventLoopConfined
final class PhaseLog {

    private static final Logger log = LoggerFactory.getLogger(PhaseLog.class);

    private boolean moving;
    private long movedBefore;
    private long sinceSeconds;

    /**
     * Takes the decision about one more second.
     *
     * @param moved clients moved so far, in all
     * @param nowSeconds monotonic clock
     */
    void decided(RebalanceDecision decision, long moved, long nowSeconds) {
        ClusterLoad load = decision.load();
        if (decision.isMoving() && !moving) {
            movedBefore = moved;
            sinceSeconds = nowSeconds;
            log.info(
                    "moving clients to other nodes: connections={} mean={} nodes={}",
                    load.own(),
                    Math.round(load.mean()),
                    load.nodes());
        } else if (!decision.isMoving() && moving) {
            log.info(
                    "moving clients ends: state={} moved={} seconds={} connections={} mean={}",
                    decision.state().label(),
                    moved - movedBefore,
                    nowSeconds - sinceSeconds,
                    load.own(),
                    Math.round(load.mean()));
            if (decision.state() == RebalanceState.GAVE_UP) {
                log.warn(
                        "clients that were moved came back, so no more are moved for a while: does the balancer in front of"
                                + " the nodes heed their load?");
            }
        }
        moving = decision.isMoving();
    }
}
