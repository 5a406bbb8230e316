package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the refusals of one reason and logs them, one line in {@link #PAUSE}: the clients of a storm are refused by the thousand.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    /** Often enough to be seen while it goes on. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final RefusalReason refusal;
    private final LongSupplier nanoClock;
    private final LongAdder count = new LongAdder();
    private final AtomicLong nextLineNanos;
    private final AtomicLong loggedCount = new AtomicLong();

    RefusalLog(RefusalReason refusal, LongSupplier nanoClock) {
        this.refusal = refusal;
        this.nanoClock = nanoClock;
        this.nextLineNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** One more was refused; whether a line was written. */
    boolean add() {
        count.increment();
        long now = nanoClock.getAsLong();
        long next = nextLineNanos.get();
        boolean due = now - next >= 0 && nextLineNanos.compareAndSet(next, now + PAUSE.toNanos());
        if (due) {
            long all = count.sum();
            LOG.warn("Clients are refused reason={} since_last_line={}", refusal, all - loggedCount.getAndSet(all));
        }
        return due;
    }

    long count() {
        return count.sum();
    }
}
