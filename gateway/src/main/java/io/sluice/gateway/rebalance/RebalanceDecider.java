package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * All nodes decide at the same time, each by figures of the others that are up to a second old, and clients that move are
 * nowhere for a moment. So a node goes half of its way at most in one second: where all were wrong together, they err by less
 * each time, and do not swing.
 *
 * Above the threshold is not the only way to be out of balance. Where one node joins twenty, these are 5 % above the mean
 * and the new one is empty; therefore a node far below the mean counts as much as one far above, and then those above the mean
 * go down to it.
 */
/**
 * Decides once a second how many clients this node moves. Pure but for its memory: the same calls give the same answers.
 *
 * <pre>
 *   BALANCED --above the threshold--> MOVING --at the target--> BALANCED
 *                                       '--clients come back--> GAVE_UP --1 min, then 2, 4, …--> MOVING
 *   any --node joins, drains, dies--> SETTLING --settle--> as before
 * </pre>
 */
@EventLoopConfined
final class RebalanceDecider {

    /** Time without moves after the first time that they were in vain; twice as long after each next one. */
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    /** Doublings of it: 64 minutes. */
    private static final int MAX_DOUBLINGS = 6;

    private final RebalanceSettings settings;
    private final KnownNodes known;

    private boolean moving;
    // Null while there is nothing to judge.
    private @Nullable MoveProgress progress;
    private int asked;
    private int moved;
    private int vain;
    private boolean gaveUp;
    private long gaveUpUntilNanos;

    /** @param self id of this node */
    RebalanceDecider(RebalanceSettings settings, String self) {
        this.settings = settings;
        this.known = new KnownNodes(self, settings.settle().toNanos());
    }

    /** Clients were told to go, as many. */
    void moved(int count) {
        moved += count;
        if (progress != null) {
            progress.moved(count);
        }
    }

    /** The registry has not answered. */
    RebalanceDecision unknown(int own) {
        progress = null;
        return pause(RebalanceState.UNKNOWN, ClusterLoad.of(own, List.of()));
    }

    /**
     * Decides about the coming second.
     *
     * @param listed what the registry lists, this node's own record or not
     * @param own connections of this node, without those that have been told to go
     * @param draining whether this node drains
     */
    RebalanceDecision next(List<NodeRecord> listed, int own, boolean draining, long nowNanos) {
        ClusterLoad load = ClusterLoad.of(own, known.observe(listed, draining, nowNanos));
        if (draining) {
            forget();
            return pause(RebalanceState.DRAINING, load);
        }
        if (load.nodes() == 1) {
            forget();
            return pause(RebalanceState.ALONE, load);
        }
        if (!known.isSettled(nowNanos)) {
            progress = null;
            vain = 0;
            gaveUp = false;
            return pause(RebalanceState.SETTLING, load);
        }
        if (gaveUp && nowNanos - gaveUpUntilNanos < 0) {
            return pause(RebalanceState.GAVE_UP, load);
        }
        gaveUp = false;
        return weigh(load, nowNanos);
    }

    private RebalanceDecision weigh(ClusterLoad load, long nowNanos) {
        double factor = moving ? settings.target() : settings.threshold();
        boolean othersLack = load.lowest() < 2 - factor;
        int moves = load.excess(othersLack ? 1 : factor) > 0 ? moves(load, othersLack) : 0;
        if (moves == 0) {
            if (moving) {
                vain = 0;
            }
            forget();
            return pause(RebalanceState.BALANCED, load);
        }
        moving = true;
        if (progress == null) {
            progress = new MoveProgress(load.excess(1), nowNanos);
        } else if (progress.isInVain(load.excess(1), nowNanos)) {
            giveUp(nowNanos);
            return pause(RebalanceState.GAVE_UP, load);
        }
        boolean nobody = asked > 0 && moved == 0;
        asked = moves;
        moved = 0;
        return new RebalanceDecision(nobody ? RebalanceState.NOBODY_MOVABLE : RebalanceState.MOVING, moves, load);
    }

    /**
     * Half of what is too much, at least one; not below the floor, no more than others have room for, and where many give to
     * few, not so many that these would be overrun.
     */
    private int moves(ClusterLoad load, boolean othersLack) {
        int half = (int) Math.ceil(load.excess(othersLack ? 1 : settings.target()) / 2);
        int aboveFloor = Math.max(0, load.own() - settings.floor());
        int room = (int) Math.min(Integer.MAX_VALUE, load.room());
        int pace = (int) Math.max(1, settings.rate() * load.receivers());
        return Math.min(Math.min(half, pace), Math.min(aboveFloor, room));
    }

    private void giveUp(long nowNanos) {
        gaveUp = true;
        gaveUpUntilNanos = nowNanos + (GIVE_UP.toNanos() << Math.min(vain, MAX_DOUBLINGS));
        vain++;
        forget();
    }

    private void forget() {
        moving = false;
        progress = null;
    }

    /** A phase of moves that a pause interrupts goes on afterwards until the target. */
    private RebalanceDecision pause(RebalanceState state, ClusterLoad load) {
        asked = 0;
        moved = 0;
        return new RebalanceDecision(state, 0, load);
    }
}
