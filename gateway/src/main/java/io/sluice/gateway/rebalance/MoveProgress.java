package io.sluice.gateway.rebalance;

import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;

/**
 * Whether moving clients helps. If they come straight back, because what stands in front of the nodes does not look at their load,
 * moving more of them would only disturb them.
 */
@EventLoopConfined
final class MoveProgress {

    /** Long enough for clients to be back, whose first retry comes within a second or two. */
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    /** Fewer moves say nothing. */
    private static final int FEW = 10;

    /**
     * The part of the clients that have to stay away. With two nodes and a balancer that tosses a coin it is a half, and that
     * helps too.
     */
    private static final double LEAST_EFFECT = 0.25;

    private double excessBefore;
    private long sinceNanos;
    private int moved;

    /** @param excess connections above the mean */
    MoveProgress(double excess, long nowNanos) {
        begin(excess, nowNanos);
    }

    /** Clients were told to go. */
    void moved(int count) {
        moved += count;
    }

    /**
     * Looks at what has become of it.
     *
     * @return whether moving has been in vain for a whole window
     */
    boolean isInVain(double excess, long nowNanos) {
        if (nowNanos - sinceNanos < WINDOW_NANOS) {
            return false;
        }
        boolean inVain = moved >= FEW && excessBefore - excess < moved * LEAST_EFFECT;
        begin(excess, nowNanos);
        return inVain;
    }

    private void begin(double excess, long nowNanos) {
        excessBefore = excess;
        sinceNanos = nowNanos;
        moved = 0;
    }
}
