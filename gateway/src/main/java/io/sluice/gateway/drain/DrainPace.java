package io.sluice.gateway.drain;

import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/*
 * Two bounds at once. The schedule says how many should have been told by now: the first at once, each other about one n-th of
 * the planned time after the one before, give or take a tenth. The allowance is a bucket of tokens that says how many may be
 * told now: it fills at little more than the pace and holds a tenth of a second's worth and one, so that after a pause of the whole
 * process what was missed is made up for gradually. Together they allow 1.1 + 0.1 times the pace in any second, and one client
 * more, as clients cannot be told in parts.
 */
/**
 * Says how many clients of a drain are to be told to go, each time that somebody asks: steadily, jittered, and never in a burst.
 *
 * <p>Whoever asks every 100 ms or so has told all that there were at the start when the period is over, with a twentieth of it to
 * spare. Clients that came later are told at the same pace.
 *
 * <p>Threading: one thread at a time, as its owner sees to.
 */
@EventLoopConfined
final class DrainPace {

    /** Part of the period in which the clients are told; the rest makes up for pauses, lest many be left at its end. */
    private static final double PLANNED_PART = 0.95;

    /** By how much the pace may be exceeded to make up for a pause. */
    private static final double CATCHING_UP = 1.1;

    /** What may gather while nobody asks, in seconds of the pace. */
    private static final double GATHERED_SECONDS = 0.1;

    /** By this part of the time between two clients at most a client is told late. */
    private static final double JITTER = 0.2;

    private final double perSecond;
    private final double plannedPerSecond;
    private final double mostAtOnce;
    private final long startNanos;
    private final RandomGenerator random;

    private long told;
    private double lateness;
    private double allowance;
    private long allowanceNanos;

    /**
     * A pace that begins now.
     *
     * @param clients how many there are, 0 or more
     * @param period above 0
     */
    DrainPace(int clients, Duration period, long nowNanos, RandomGenerator random) {
        double seconds = (double) period.toNanos() / TimeUnit.SECONDS.toNanos(1);
        this.perSecond = Math.max(1, clients) / seconds;
        this.plannedPerSecond = perSecond / PLANNED_PART;
        this.mostAtOnce = 1 + perSecond * GATHERED_SECONDS;
        this.startNanos = nowNanos;
        this.random = random;
        this.allowance = 1; // The first.
        this.allowanceNanos = nowNanos;
    }

    /** How many are to be told now, beyond those who were to be told before. */
    int due(long nowNanos) {
        double scheduled = 1 + seconds(nowNanos - startNanos) * plannedPerSecond - lateness - told;
        allowance = Math.min(mostAtOnce, allowance + seconds(nowNanos - allowanceNanos) * perSecond * CATCHING_UP);
        allowanceNanos = nowNanos;
        int due = (int) Math.max(0, Math.min(scheduled, allowance));
        if (due > 0) {
            told += due;
            allowance -= due;
            lateness = random.nextDouble(JITTER);
        }
        return due;
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }
}
