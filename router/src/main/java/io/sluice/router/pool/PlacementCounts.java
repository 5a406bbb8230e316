package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How the decisions of a pool came out, since its beginning.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class PlacementCounts {

    /** By ordinal. */
    private final LongAdder[] placed = adders(Standing.values().length);
    /** By ordinal. */
    private final LongAdder[] refused = adders(Refusal.Reason.values().length);
    private final LongAdder outsideZone = new LongAdder();

    /** Connections placed among backends of this standing. */
    public long placed(Standing standing) {
        return placed[standing.ordinal()].sum();
    }

    public long refused(Refusal.Reason reason) {
        return refused[reason.ordinal()].sum();
    }

    /** Connections placed in another zone than the preferred one. */
    public long outsideZone() {
        return outsideZone.sum();
    }

    void countPlaced(Standing standing) {
        placed[standing.ordinal()].increment();
    }

    void countRefused(Refusal.Reason reason) {
        refused[reason.ordinal()].increment();
    }

    void countOutsideZone() {
        outsideZone.increment();
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }
}
