package io.sluice.router.pool;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.balance.PlacementLedger;

/**
 * One connection's place on a backend, held from the decision until the connection is over. Whoever got it must
 * {@linkplain #leave leave} in the end, or the backend looks busier than it is for ever.
 *
 * <p>Threading: confined to the event loop of the connection; a reservation belongs to whoever took it out of the table of
 * reservations.
 */
@EventLoopConfined
public final class Placement implements Decision {

    private final PooledBackend place;
    private final ConnectionKind kind;
    private final PlacementLedger.Entry entry;
    private boolean left;

    Placement(PooledBackend place, ConnectionKind kind, PlacementLedger.Entry entry) {
        this.place = place;
        this.kind = kind;
        this.entry = entry;
    }

    public Backend backend() {
        return place.backend();
    }

    /** The backend answered; ends an ejection. */
    public void succeeded() {
        place.connectionSucceeded();
    }

    /** The backend could not be reached or did not answer: ejects it for a while, and leaves. */
    public void failed() {
        place.connectionFailed();
        leave();
    }

    /** The backend answered that it takes no more: it counts as full for a moment, not as broken, and this leaves. */
    public void refused() {
        place.connectionRefused();
        leave();
    }

    /** The connection is over; any further call does nothing. */
    public void leave() {
        if (!left) {
            left = true;
            entry.leave();
            place.left(kind);
        }
    }
}
