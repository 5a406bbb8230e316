package io.sluice.router.negotiate;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.pool.Placement;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places that are kept free for clients on their way, by the id of their reservation.
 *
 * <p>Limits: as many as the settings say; whoever wants one more has to {@linkplain #tryBegin ask} before a place is chosen.
 *
 * <p>Threading: any thread. A placement is touched only by whoever took it out of the table, so it is given back once.
 */
@ThreadSafe
public final class Reservations {

    private final int most;
    private final AtomicInteger begun = new AtomicInteger();
    private final ConcurrentMap<String, Placement> byId = new ConcurrentHashMap<>();

    /**
     * An empty table.
     *
     * @param most reservations at a time, at least 1
     */
    public Reservations(int most) {
        this.most = most;
    }

    /** Reservations at the moment. */
    public int count() {
        return begun.get();
    }

    /** Takes one of the reservations that there may be; false if all are taken. Then {@link #keep} or {@link #forgo}. */
    boolean tryBegin() {
        if (begun.incrementAndGet() <= most) {
            return true;
        }
        begun.decrementAndGet();
        return false;
    }

    void keep(String id, Placement placement) {
        byId.put(id, placement);
    }

    /** There was no place. */
    void forgo() {
        begun.decrementAndGet();
    }

    /** Gives a place back, and says which backend it was on; nothing if the id is unknown or over. */
    Optional<String> end(String id) {
        Placement placement = byId.remove(id);
        if (placement == null) {
            return Optional.empty();
        }
        begun.decrementAndGet();
        placement.leave();
        return Optional.of(placement.backend().id());
    }
}
