package io.sluice.router.pool;

import io.sluice.common.admission.Rate;
import io.sluice.common.admission.TokenBucket;
import io.sluice.common.threading.ThreadSafe;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The new connections that one backend takes in a second, as far as this router brings them; at once no more than a
 * second's worth.
 *
 * <p>Each router counts for itself, at the full rate: how many routers there are nobody knows. What several of them bring
 * too much the gateway refuses by 503, and the client goes on to the next.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
final class Handshakes {

    /** A rate below this, one in a hundred seconds, would refuse everybody; it is taken for this. */
    private static final double LOWEST_RATE = 0.01;

    private final double perSecond;
    private final @Nullable TokenBucket bucket;

    /**
     * @param perSecond what the backend says of itself; 0, or more than anybody could count, is as many as come
     */
    Handshakes(double perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        if (perSecond > 0 && perSecond <= Rate.MAX_PER_SECOND) {
            double rate = Math.max(LOWEST_RATE, perSecond);
            bucket = new TokenBucket(rate, Math.max(1, rate), nanoClock);
        } else {
            bucket = null;
        }
    }

    double perSecond() {
        return perSecond;
    }

    boolean available() {
        return bucket == null || bucket.untilNext().isZero();
    }

    /** Takes one; false if there is none left for now. */
    boolean tryTake() {
        return bucket == null || bucket.tryTake();
    }
}
