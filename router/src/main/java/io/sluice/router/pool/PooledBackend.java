package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.balance.PlacementLedger;
import io.sluice.router.health.PassiveHealth;
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

    private final PlacementLedger ledger = new PlacementLedger();
    private final PassiveHealth health;
    private final AtomicInteger webSockets = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final LongAdder placed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder ejections = new LongAdder();

    /** Volatile: replaced whole by discovery, read by every loop. Id and address never change. */
    private volatile Backend backend;

    /** Whether it fails its health checks; volatile as {@link #backend} is. */
    private volatile boolean failing;

    PooledBackend(Backend backend, LongSupplier nanoClock) {
        this.backend = backend;
        this.health = new PassiveHealth(nanoClock);
        ledger.reported(backend.report());
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

    /** Connections of this router that are open now. */
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

    public long ejections() {
        return ejections.sum();
    }

    void learned(Backend newer) {
        backend = newer;
        ledger.reported(newer.report());
    }

    void checked(boolean nowFailing) {
        failing = nowFailing;
    }

    Placement place(ConnectionKind kind) {
        placed.increment();
        counterOf(kind).incrementAndGet();
        return new Placement(this, kind, ledger.enter());
    }

    void connectionFailed() {
        failed.increment();
        if (health.failed()) {
            ejections.increment();
        }
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
        };
    }
}
