package io.sluice.router.balance;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.LoadReport;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections that this router has placed on one backend and that the backend's reports may not contain yet, and the
 * places that it keeps free there.
 *
 * <p>Threading: any thread, {@link #reported} from one thread at a time. A placement is one increment of an atomic; a new
 * report swaps the generation.
 *
 * <p>Limits: three counters, whatever the number of connections. The load is an estimate and never negative.
 */
/*
 * A report is up to a heartbeat (1 s) old. A router that trusted it alone would send a whole second of connections, a
 * reconnect storm for example, to the one backend that was emptiest when it last spoke. So the own placements are added
 * to the report until it contains them, and the question is when that is.
 *
 * Time cannot answer it without clocks that agree. The number of the heartbeat can: it says that a report is new,
 * however long it was on the way. A placement is counted in the generation of the heartbeat under which it was made.
 * When the next report arrives, it may have been written before the placement reached the backend (the connection was
 * still in its handshake, the report was already on its way through Redis), so the placement still counts. When the one
 * after that arrives, it was written at least one heartbeat after the placement, and the report has it. Hence two
 * generations, and load = reported + previous + current. A placement counts twice for at most one heartbeat, which is an
 * error of the same size on every backend; forgetting it early would be an error in favour of the busiest.
 *
 * A connection that ends is taken out of the generation that it was counted in. If the generation is gone, the next
 * report knows.
 *
 * A backend that never reports never starts a new generation: its load is exactly the connections placed and still
 * open, which is all there is to know of it. The same happens by itself while the registry cannot be read.
 *
 * A generation keeps the counter objects themselves, not their values, so that a placement that races with a new report
 * lands in one of the two generations and is not lost.
 */
@ThreadSafe
public final class PlacementLedger {

    private record Generation(@Nullable LoadReport report, AtomicInteger previous, AtomicInteger current) {}

    /** Volatile: replaced whole by {@link #reported}, read by every loop. */
    private volatile Generation generation = new Generation(null, new AtomicInteger(), new AtomicInteger());

    private final AtomicInteger reserved = new AtomicInteger();

    /** Counts one connection; the caller gives the entry back when the connection has ended or never came about. */
    public Entry enter() {
        return entryIn(generation.current());
    }

    /**
     * Counts a place that is kept free until the entry is given back. Reports do not end it: the client may come later than
     * any of them. From when it has come until the entry is given back it counts twice.
     */
    public Entry reserve() {
        return entryIn(reserved);
    }

    /** Takes note of what the backend says; a report that is known already, or {@code null}, changes nothing. */
    public void reported(@Nullable LoadReport report) {
        Generation known = generation;
        if (report != null && isNew(known, report)) {
            generation = new Generation(report, known.current(), new AtomicInteger());
        }
    }

    /** Connections on the backend, as far as this router can know. */
    public long load() {
        Generation now = generation;
        long reported = now.report() == null ? 0 : now.report().connections();
        return reported + now.previous().get() + now.current().get() + reserved.get();
    }

    private static Entry entryIn(AtomicInteger counter) {
        counter.incrementAndGet();
        return new Entry(counter);
    }

    /** Another number is a newer report: a backend that restarted under its old id counts from one again. */
    private static boolean isNew(Generation known, LoadReport report) {
        return known.report() == null || known.report().sequence() != report.sequence();
    }

    /** One connection, or one place kept free, in the ledger. */
    public static final class Entry {

        private final AtomicInteger counter;

        private Entry(AtomicInteger counter) {
            this.counter = counter;
        }

        /** Takes it out of the ledger; called once. */
        public void leave() {
            counter.decrementAndGet();
        }
    }
}
