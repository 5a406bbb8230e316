package io.sluice.gateway.session;

import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.metrics.GatewayMetric;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        // Index of its age class.
        private int ageClass;
        // Linked to itself while not in the order.
        private Place older = this;
        private Place younger = this;

        Place(@Nullable ClientSession session) {
            this.session = session;
        }
    }

    /** The ages in minutes at which sessions pass from one class to the next. */
    private static final long[] CLASS_ENDS_MINUTES = {1, 10, 60, 360};

    /** What metrics call the classes. */
    static final List<String> CLASSES = List.of("under_1m", "under_10m", "under_1h", "under_6h", "over_6h");

    // Between the youngest and the oldest.
    private final Place ends = new Place(null);
    private final List<LoopCounter> classSizes;
    // The oldest place of each class, or of a younger one while it has none; the ends where there is no younger one.
    private final Place[] oldest = new Place[CLASS_ENDS_MINUTES.length];
    // Where the next choice begins; the ends stand for the oldest.
    private Place next = ends;

    SessionsByAge(LoopCounters counters) {
        classSizes = CLASSES.stream()
                .map(label -> counters.counter(GatewayMetric.CONNECTIONS_BY_AGE, label))
                .toList();
        Arrays.fill(oldest, ends);
    }

    /** Moves on those who have become older; their number is all that it costs. */
    void age(long nowNanos) {
        for (int from = 0; from < oldest.length; from++) {
            long ageNanos = TimeUnit.MINUTES.toNanos(CLASS_ENDS_MINUTES[from]);
            Place place = oldest[from];
            while (place != ends && nowNanos - place.openedNanos >= ageNanos) {
                classSizes.get(place.ageClass).add(-1);
                place.ageClass = from + 1;
                classSizes.get(place.ageClass).add(1);
                place = place.younger;
            }
            oldest[from] = place;
        }
    }

    /** How long ago a session was opened, in nanoseconds. */
    long ageNanos(Place place, long nowNanos) {
        return nowNanos - place.openedNanos;
    }

    void opened(Place place, long nowNanos) {
        place.openedNanos = nowNanos;
        classSizes.get(0).add(1);
        for (int i = 0; i < oldest.length; i++) {
            if (oldest[i] == ends) {
                oldest[i] = place;
            }
        }
        place.older = ends.older;
        place.younger = ends;
        ends.older.younger = place;
        ends.older = place;
    }

    void closed(Place place) {
        if (next == place) {
            next = place.younger;
        }
        for (int i = 0; i < oldest.length; i++) {
            if (oldest[i] == place) {
                oldest[i] = place.younger;
            }
        }
        classSizes.get(place.ageClass).add(-1);
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
