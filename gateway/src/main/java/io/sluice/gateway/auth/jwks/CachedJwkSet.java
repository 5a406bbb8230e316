package io.sluice.gateway.auth.jwks;

import com.nimbusds.jose.JWSAlgorithm;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.sluice.gateway.auth.key.VerificationKey;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one endpoint, fetched when they are first needed, every ten minutes as long as they are used, and when a token names a key that
 * is not among them, at most every five seconds. Of many who need a fetch at once one begins it and all wait for it. Keys
 * that were had once go on being used while the endpoint is down.
 */
@ThreadSafe
final class CachedJwkSet {

    /** Time after which keys are fetched anew, so that one that was withdrawn does not serve much longer. */
    static final long REFRESH_MILLIS = 10 * 60 * 1000;

    /** Time between two fetches, whatever tokens say: forged ones must not make this node flood the endpoint. */
    static final long INTERVAL_MILLIS = 5 * 1000;

    private final Supplier<Future<JwkSet>> fetch;
    private final LongSupplier clockMillis;

    // Guarded by this.
    private @Nullable JwkSet keys;
    private @Nullable Future<JwkSet> fetching;
    private boolean fetchedBefore;
    private long begunMillis;
    private long receivedMillis;

    /**
     * An empty one.
     *
     * @param fetch begins a fetch; its future may complete on any thread
     * @param clockMillis Unix time in milliseconds
     */
    CachedJwkSet(Supplier<Future<JwkSet>> fetch, LongSupplier clockMillis) {
        this.fetch = fetch;
        this.clockMillis = clockMillis;
    }

    /**
     * The key for a signature; empty if the endpoint has none such. Fails with {@link UnavailableKeyException} while that cannot
     * be known.
     */
    synchronized Future<Optional<VerificationKey>> find(JWSAlgorithm algorithm, @Nullable String id) {
        Optional<VerificationKey> known = keys == null ? Optional.empty() : keys.find(algorithm, id);
        boolean settled = known.isPresent() || (keys != null && id == null);
        if (settled) {
            if (elapsed(receivedMillis, REFRESH_MILLIS) && mayFetch()) {
                var unused = begin();
            }
            return Future.succeededFuture(known);
        }
        Future<JwkSet> running = fetching;
        if (running == null) {
            if (!mayFetch()) {
                return Future.failedFuture(
                        new UnavailableKeyException("the keys were asked for less than 5 seconds ago"));
            }
            running = begin();
        }
        return running.map(set -> set.find(algorithm, id));
    }

    /** Whether keys have ever been had. */
    synchronized boolean hasKeys() {
        return keys != null;
    }

    private boolean mayFetch() {
        return fetching == null && (!fetchedBefore || elapsed(begunMillis, INTERVAL_MILLIS));
    }

    /** A wall clock may be set back; then waiting for it to catch up would be wrong. */
    private boolean elapsed(long sinceMillis, long spanMillis) {
        long passed = clockMillis.getAsLong() - sinceMillis;
        return passed < 0 || passed >= spanMillis;
    }

    private Future<JwkSet> begin() {
        fetchedBefore = true;
        begunMillis = clockMillis.getAsLong();
        Future<JwkSet> begun = fetch.get();
        fetching = begun;
        return begun.onComplete(this::finished);
    }

    private synchronized void finished(@Nullable JwkSet fetched, @Nullable Throwable failure) {
        fetching = null;
        if (fetched != null) {
            keys = fetched;
            receivedMillis = clockMillis.getAsLong();
        }
    }
}
