package io.sluice.gateway.outbound;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One publication's way through this node: when it entered, and how many clients it was handed to on all event loops.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class Passage {

    /** What {@link #walked} says while other loops have not handed the publication out yet. */
    public static final int OTHERS_FOLLOW = -1;

    private final long enteredUnixMicros;
    private final AtomicInteger loopsLeft;
    private final AtomicInteger clients = new AtomicInteger();

    /**
     * A way that begins.
     *
     * @param enteredUnixMicros when the publication entered on any node, in microseconds since 1970 of that node's clock
     * @param loops event loops that will hand it out
     */
    public Passage(long enteredUnixMicros, int loops) {
        this.enteredUnixMicros = enteredUnixMicros;
        this.loopsLeft = new AtomicInteger(loops);
    }

    public long enteredUnixMicros() {
        return enteredUnixMicros;
    }

    /**
     * A loop has handed the publication to all of its clients.
     *
     * @return the clients of all loops when this was the last one, else {@link #OTHERS_FOLLOW}
     */
    public int walked(int clientsOfLoop) {
        int sum = clients.addAndGet(clientsOfLoop);
        return loopsLeft.decrementAndGet() == 0 ? sum : OTHERS_FOLLOW;
    }
}
