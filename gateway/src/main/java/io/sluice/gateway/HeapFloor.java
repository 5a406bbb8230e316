package io.sluice.gateway;

import io.sluice.common.threading.ThreadSafe;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.function.DoubleSupplier;

/**
 * How full the heap stays. Most of what fills a heap at a given moment is garbage, which says nothing of the node's load; the
 * least of the last ten looks is near what a collection leaves.
 */
@ThreadSafe
final class HeapFloor {

    /** Looks that count, one for each heartbeat: ten seconds, in which a busy node collects at least its young objects. */
    private static final int LOOKS = 10;

    private final DoubleSupplier used;

    // Guarded by this.
    private final ArrayDeque<Double> looks = new ArrayDeque<>(LOOKS);

    /** @param used the part of the largest heap that is used now, 0 to 1 */
    HeapFloor(DoubleSupplier used) {
        this.used = used;
    }

    /** The heap of this process. */
    static HeapFloor ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapFloor(
                () -> (runtime.totalMemory() - runtime.freeMemory()) / (double) Math.max(1, runtime.maxMemory()));
    }

    /** Looks once more. */
    synchronized void look() {
        if (looks.size() == LOOKS) {
            looks.remove();
        }
        looks.add(Math.max(0, Math.min(1, used.getAsDouble())));
    }

    /** The least that was seen lately, 0 to 1; 0 before the first look. */
    synchronized double lowest() {
        return looks.isEmpty() ? 0 : Collections.min(looks);
    }
}
