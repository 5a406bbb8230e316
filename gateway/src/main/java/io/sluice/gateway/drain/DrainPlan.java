package io.sluice.gateway.drain;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One drain from its beginning to its end: when clients are told, and how many.
 *
 * <p>Threading: guarded by the lock of the {@link Drain} that it belongs to, but for {@link #over}.
 */
@ThreadSafe
final class DrainPlan {

    /** To tell everybody. */
    static final int ALL = Integer.MAX_VALUE;

    /** Time that clients have to answer their close, when all have been told. */
    static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Promise<Void> over = Promise.promise();
    private final RandomGenerator random;

    private Duration period;
    private long firstCloseNanos;
    private long deadlineNanos;
    private @Nullable DrainPace pace; // From the first close on.

    DrainPlan(Duration delay, Duration period, long nowNanos, RandomGenerator random) {
        this.random = random;
        this.period = period;
        this.firstCloseNanos = nowNanos + delay.toNanos();
        this.deadlineNanos = firstCloseNanos + period.toNanos();
    }

    /** How many clients are to be told now, of {@code staying}; {@link #ALL} when the time is up. */
    int due(int staying, long nowNanos) {
        if (nowNanos - deadlineNanos >= 0) {
            return ALL;
        }
        if (nowNanos - firstCloseNanos < 0) {
            return 0;
        }
        if (pace == null) {
            pace = new DrainPace(staying, period, nowNanos, random);
        }
        return pace.due(nowNanos);
    }

    /** Whether nobody need be waited for any more, with {@code connections} left. */
    boolean ended(int connections, long nowNanos) {
        boolean emptied = connections == 0 && nowNanos - firstCloseNanos >= 0;
        return emptied || nowNanos - deadlineNanos >= GOODBYE.toNanos();
    }

    /** Closes the clients over {@code newPeriod} from now, or from the end of the delay, unless it ends sooner anyway. */
    void shorten(Duration newPeriod, long nowNanos) {
        boolean waiting = nowNanos - firstCloseNanos < 0;
        long newDeadline = (waiting ? firstCloseNanos : nowNanos) + newPeriod.toNanos();
        if (newDeadline - deadlineNanos < 0) {
            period = newPeriod;
            deadlineNanos = newDeadline;
            pace = null;
        }
    }

    /** Nobody is given any more time. */
    void hurry(long nowNanos) {
        firstCloseNanos = Math.min(firstCloseNanos, nowNanos);
        deadlineNanos = Math.min(deadlineNanos, nowNanos);
    }

    void end() {
        over.tryComplete();
    }

    /** Completes when the clients are gone or have had their time; any thread. */
    Future<Void> over() {
        return over.future();
    }
}
