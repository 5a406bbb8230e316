package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one source or user has taken: a bucket and a number of connections. */
@ThreadSafe
final class KeyUse {

    private final KeyTerms terms;
    private final @Nullable TokenBucket bucket;
    private int open; // guarded by this; counted only if it is limited, or a client that stays would never be forgotten

    KeyUse(KeyTerms terms, LongSupplier nanoClock) {
        this.terms = terms;
        this.bucket = terms.rate().map(rate -> new TokenBucket(rate, nanoClock)).orElse(null);
    }

    synchronized <K> Claim<K> take(K key, boolean shared) {
        if (terms.connections() > 0 && open >= terms.connections()) {
            return new Claim.TooMany<>();
        }
        if (bucket != null && !bucket.tryTake()) {
            return new Claim.TooFast<>(bucket.untilNext());
        }
        count(1);
        return new Claim.Held<>(key, shared);
    }

    /** A connection has closed. */
    synchronized void closed() {
        count(-1);
    }

    /** A connection did not come about, for reasons that are not its source's. */
    synchronized void undone() {
        count(-1);
        if (bucket != null) {
            bucket.giveBack();
        }
    }

    /** Whether nothing is known here that a new one would not know. */
    synchronized boolean isIdle() {
        return open == 0 && (bucket == null || bucket.isFull());
    }

    private synchronized void count(int connections) {
        if (terms.connections() > 0) {
            open += connections;
        }
    }
}
