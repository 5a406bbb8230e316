package io.sluice.loadtest.scenario;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.load.LoadClient;
import io.sluice.loadtest.measure.TimeSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts clients as they get subscribed, and how long after they were due.
 *
 * <p>Threading: may be used by any thread; {@link #takeLatencies} by one.
 */
@ThreadSafe
final class Arrivals {
    /** Anything longer counts as this; nobody waits longer for a connection. */
    private static final long HIGHEST_NANOS = 120_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final TimeSource time;
    private final long begunNanos;
    private final Recorder latencies = new Recorder(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private final AtomicLong subscribed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");

    /** Counts from now on. */
    Arrivals(TimeSource time) {
        this.time = time;
        this.begunNanos = time.nanos();
        this.lastNanos.set(begunNanos);
    }

    /** A histogram that can take what {@link #takeLatencies} gives. */
    static Histogram histogram() {
        return new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    }

    /** Counts the client when it is subscribed or has failed. */
    void expect(LoadClient client, long dueNanos) {
        var unused = client.ready().whenComplete((ready, failure) -> {
            if (failure == null) {
                long now = time.nanos();
                latencies.recordValue(Math.max(0, Math.min(now - dueNanos, HIGHEST_NANOS)));
                lastNanos.accumulateAndGet(now, Math::max);
                subscribed.incrementAndGet();
            } else {
                firstFailure.compareAndSet("", String.valueOf(failure.getMessage()));
                failed.incrementAndGet();
            }
        });
    }

    long subscribed() {
        return subscribed.get();
    }

    long failed() {
        return failed.get();
    }

    /** How many of so many expected ones are neither subscribed nor failed. */
    long open(long expected) {
        return expected - subscribed() - failed();
    }

    /** Empty when none has failed. */
    String firstFailure() {
        return Objects.requireNonNullElse(firstFailure.get(), "");
    }

    /** Clients subscribed a second, from the beginning to the last of them. */
    double perSecond() {
        return subscribed() * NANOS_PER_SECOND / Math.max(1, lastNanos.get() - begunNanos);
    }

    /** The latencies since the last call, in nanoseconds. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }
}
