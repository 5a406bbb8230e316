package io.sluice.loadtest.measure;

/**
 * Where time comes from, so that tests can make their own.
 *
 * <p>Threading: the system's time source may be used by any thread; {@link #sleepUntil} blocks the caller and must not
 * be called on an event loop.
 */
public interface TimeSource {
    /** A monotonic clock in nanoseconds from an arbitrary origin. */
    long nanos();

    /** The wall clock in milliseconds since 1970. */
    long unixMillis();

    /** Blocks the calling thread until {@link #nanos()} has reached {@code deadlineNanos}; at once if it has. */
    void sleepUntil(long deadlineNanos) throws InterruptedException;

    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
