package io.sluice.gateway.session;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one loop in the order in which they were opened, and who of them is to be moved first.
 *
 * <p>Limit: a choice looks at {@value #MAX_LOOKS} sessions at most, which is some tenths of a millisecond. If these are too few,
 * the next choice goes on behind them, and begins anew when it has come to those that are too young. So the cheapest go first
 * among so many of the oldest, and not among all.
 */
@EventLoopConfined
final class SessionsByAge {

    static final int MAX_LOOKS = 2000;

    /** A session's place, which it has from its opening to its close. */
    @EventLoopConfined
    static final class Place {

        private final @Nullable ClientSession session;
        private long openedNanos;
        // Linked to itself while not in the order.
        private Place older = this;
        private Place younger = this;

        Place(@Nullable ClientSession session) {
            this.session = session;
        }
    }

    // Between the youngest and the oldest.
    private final Place ends = new Place(null);
    // Where the next choice begins; the ends stand for the oldest.
    private Place next = ends;

    void opened(Place place, long nowNanos) {
        place.openedNanos = nowNanos;
        place.older = ends.older;
        place.younger = ends;
        ends.older.younger = place;
        ends.older = place;
    }

    void closed(Place place) {
        if (next == place) {
            next = place.younger;
        }
        place.older.younger = place.younger;
        place.younger.older = place.older;
        place.older = place;
        place.younger = place;
    }

    /** At most {@code count} clients that may be moved, those first that lose least, and of these the oldest. */
    List<ClientSession> cheapest(int count, MoveRules rules, long nowNanos) {
        List<ClientSession> nothing = new ArrayList<>();
        List<ClientSession> recovers = new ArrayList<>();
        List<ClientSession> loses = new ArrayList<>();
        long minAgeNanos = rules.minAge().toNanos();
        Place place = next == ends ? ends.younger : next;
        for (int looks = 0; looks < MAX_LOOKS && nothing.size() < count; looks++) {
            ClientSession session = place.session;
            if (session == null || nowNanos - place.openedNanos < minAgeNanos) {
                place = ends; // All behind it are younger still.
                break;
            }
            switch (session.moveCost()) {
                case NOTHING -> nothing.add(session);
                case RECOVERS -> addUpTo(count, recovers, session);
                case LOSES -> addUpTo(count, loses, session);
                case BUSY -> {}
            }
            place = place.younger;
        }
        nothing.addAll(recovers);
        boolean enough = nothing.size() >= count;
        if (!enough) {
            next = place;
            if (rules.unrecoverable()) {
                nothing.addAll(loses);
            }
        }
        return nothing.subList(0, Math.min(count, nothing.size()));
    }

    private static void addUpTo(int count, List<ClientSession> sessions, ClientSession session) {
        if (sessions.size() < count) {
            sessions.add(session);
        }
    }
}
