package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.balance.PlacementLedger;
import io.sluice.router.health.PassiveHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A backend in the pool, with what this router itself knows of it: its placements, their success and their number.
 *
 * <p>Threading: any thread; {@link #learned} and {@link #checked} from one thread at a time. The counters are read one by one, so two of
 * them may differ by what happened in between.
 */
@ThreadSafe
public final class PooledBackend {

    /** A gateway that refused by 503 is left alone for so long: a heartbeat, after which its report says more. */
    static final Duration FULL_TIME = Duration.ofSeconds(1);

    /** Longest age that is taken from a report; whoever says more has been up for long enough for everything. */
    private static final long MAX_UP_MILLIS = Duration.ofDays(1).toMillis();

    private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

    private final LongSupplier nanoClock;
    private final PlacementLedger ledger = new PlacementLedger();
    private final PassiveHealth health;
    private final AtomicInteger webSockets = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger reservations = new AtomicInteger();
    private final LongAdder placed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder ejections = new LongAdder();

    /** Volatile: replaced whole by discovery, read by every loop. Id and address never change. */
    private volatile Backend backend;

    /** Whether it fails its health checks; volatile as {@link #backend} is. */
    private volatile boolean failing;

    /** Volatile: replaced whole by discovery when the backend's rate changes, read by every loop. */
    private volatile Handshakes handshakes;

    /** Since when it serves, by the router's clock. Volatile: written by discovery, read by every loop. */
    private volatile long servingSinceNanos;

    /** Until when it counts as full because it said so. Volatile: written and read by every loop. */
    private volatile long fullUntilNanos;

    PooledBackend(Backend backend, LongSupplier nanoClock, long nowNanos) {
        this.nanoClock = nanoClock;
        this.backend = backend;
        this.health = new PassiveHealth(nanoClock);
        this.handshakes = new Handshakes(backend.capacity().handshakesPerSecond(), nanoClock);
        this.servingSinceNanos = nowNanos;
        this.fullUntilNanos = nowNanos;
        learned(backend, nowNanos);
    }

    public Backend backend() {
        return backend;
    }

    /** Connections on it from everywhere, as far as this router can know: what it is balanced by. */
    public long load() {
        return ledger.load();
    }

    /** Whether it failed lately, a client or a health check, and is passed over while others are there. */
    public boolean ejected() {
        return failing || health.ejected();
    }

    /** Whether it has as many connections as it wants, by its figures or by what it answered a moment ago. */
    public boolean full() {
        int most = backend.capacity().maxConnections();
        return fullUntilNanos - nanoClock.getAsLong() > 0 || (most > 0 && load() >= most);
    }

    /** Connections of this router that are open now, or places that it keeps free. */
    public int open(ConnectionKind kind) {
        return counterOf(kind).get();
    }

    /** Connections placed since the backend is known, those that failed included. */
    public long placed() {
        return placed.sum();
    }

    /** Attempts that failed: no connection, or no answer on it. */
    public long failed() {
        return failed.sum();
    }

    /** Attempts that it answered by taking no more. */
    public long refused() {
        return refused.sum();
    }

    public long ejections() {
        return ejections.sum();
    }

    void learned(Backend newer, long nowNanos) {
        if (newer.capacity().handshakesPerSecond() != handshakes.perSecond()) {
            handshakes = new Handshakes(newer.capacity().handshakesPerSecond(), nanoClock);
        }
        long since = nowNanos - Math.min(newer.capacity().upMillis(), MAX_UP_MILLIS) * NANOS_PER_MILLI;
        if (since - servingSinceNanos < 0) {
            servingSinceNanos = since;
        }
        backend = newer;
        ledger.reported(newer.report());
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /** How long it serves: what it says itself, or the time that it is known for, whichever is longer. */
    long ageNanos(long nowNanos) {
        return nowNanos - servingSinceNanos;
    }

    void checked(boolean nowFailing) {
        failing = nowFailing;
    }

    Placement place(ConnectionKind kind) {
        placed.increment();
        counterOf(kind).incrementAndGet();
        boolean reserves = kind == ConnectionKind.RESERVATION;
        return new Placement(this, kind, reserves ? ledger.reserve() : ledger.enter());
    }

    void connectionFailed() {
        failed.increment();
        if (health.failed()) {
            ejections.increment();
        }
    }

    void connectionRefused() {
        refused.increment();
        fullUntilNanos = nanoClock.getAsLong() + FULL_TIME.toNanos();
        health.succeeded(); // it answered
    }

    void connectionSucceeded() {
        health.succeeded();
    }

    void left(ConnectionKind kind) {
        counterOf(kind).decrementAndGet();
    }

    private AtomicInteger counterOf(ConnectionKind kind) {
        return switch (kind) {
            case WEBSOCKET -> webSockets;
            case HTTP -> requests;
            case RESERVATION -> reservations;
        };
    }
}
