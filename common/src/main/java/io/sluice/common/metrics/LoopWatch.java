package io.sluice.common.metrics;

import io.sluice.common.threading.EventLoopConfined;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How well one event loop keeps up, measured by a timer that the loop itself runs:
 *
 * <ul>
 *   <li><b>delay</b>: how late each tick came. It is the time that a socket which became readable then may have waited.
 *   <li><b>utilisation</b>: CPU time that the loop's thread used, in terms of the time that passed; system calls count, waiting
 *       for sockets does not. Near 1 the loop has no reserve. A thread that wants to run and gets no CPU does not count as
 *       busy: a high delay with a low utilisation tells of a machine, or a CPU limit, that is too small.
 * </ul>
 *
 * <p>Threading: {@link #tick} on the loop; what it measures may be read by any thread.
 */
@EventLoopConfined
public final class LoopWatch {

    /** Time over which utilisation is measured: shorter than any interval of scrapes. */
    private static final long PERIOD_NANOS = 1_000_000_000;

    private static final double PARTS = 1e6;

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final LongSupplier threadCpuNanos;
    private final LoopHistogram delays;
    private final LoopCounter lagNanos = new LoopCounter();
    // In millionths.
    private final LoopCounter utilisation = new LoopCounter();

    private long dueNanos;
    private long periodBeganNanos;
    private long periodBeganCpuNanos;

    /**
     * A watch that has not begun.
     *
     * @param interval time between two ticks
     * @param nanoTime monotonic clock
     * @param threadCpuNanos CPU time that the calling thread has used; negative where that is not known
     * @param delays gets the delay of each tick, in nanoseconds
     */
    public LoopWatch(Duration interval, LongSupplier nanoTime, LongSupplier threadCpuNanos, LoopHistogram delays) {
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.threadCpuNanos = threadCpuNanos;
        this.delays = delays;
    }

    /** A watch that asks the JVM for the CPU time of the loop's thread. */
    public static LoopWatch of(Duration interval, LongSupplier nanoTime, LoopHistogram delays) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean known = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return new LoopWatch(interval, nanoTime, known ? threads::getCurrentThreadCpuTime : () -> -1, delays);
    }

    /** The first tick is due in an interval from now. */
    public void begin() {
        long now = nanoTime.getAsLong();
        dueNanos = now + intervalNanos;
        periodBeganNanos = now;
        periodBeganCpuNanos = threadCpuNanos.getAsLong();
    }

    /** A tick; the next one is due an interval from now. Tells how late this one is, in nanoseconds. */
    public long tick() {
        long now = nanoTime.getAsLong();
        long late = Math.max(0, now - dueNanos);
        dueNanos = now + intervalNanos;
        lagNanos.set(late);
        delays.record(late);
        if (now - periodBeganNanos >= PERIOD_NANOS) {
            long cpu = threadCpuNanos.getAsLong();
            double share = (double) (cpu - periodBeganCpuNanos) / (now - periodBeganNanos);
            utilisation.set(Math.round(Math.min(1, Math.max(0, share)) * PARTS));
            periodBeganNanos = now;
            periodBeganCpuNanos = cpu;
        }
        return late;
    }

    /** Any thread: how late the last tick came. */
    public double lagSeconds() {
        return lagNanos.get() / 1e9;
    }

    /** Any thread: the share of the last whole second that the loop was busy, from 0 to 1. */
    public double utilisation() {
        return utilisation.get() / PARTS;
    }
}
