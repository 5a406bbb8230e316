package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of places that are taken and given back. Any thread. */
@ThreadSafe
final class Places {

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    /** @param limit 0 for any number */
    Places(int limit) {
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /** Takes a place; false, without effect, if all are taken. */
    boolean tryTake() {
        if (taken.incrementAndGet() <= limit) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    int taken() {
        return Math.min(limit, taken.get());
    }
}
