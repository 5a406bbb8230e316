package io.sluice.loadtest.load;

import io.sluice.common.threading.EventLoopConfined;
import org.HdrHistogram.Histogram;

/** What the clients of one loop have received since the last {@link #take}. Threading: confined to the loop. */
@EventLoopConfined
final class LoopTally {
    private Histogram latencies = Interval.histogram();
    private Histogram pings = Interval.histogram();
    private long delivered;
    private long duplicated;
    private long reordered;
    private long stray;
    private long broken;

    void publication(SequenceCheck.Verdict verdict, long latencyNanos) {
        delivered++;
        switch (verdict) {
            case NEW -> {}
            case REORDERED -> reordered++;
            case DUPLICATE -> duplicated++;
        }
        Interval.record(latencies, latencyNanos);
    }

    void pingAnswered(long roundTripNanos) {
        Interval.record(pings, roundTripNanos);
    }

    void stray() {
        stray++;
    }

    void broken() {
        broken++;
    }

    /** Hands over what there is and begins anew. */
    Interval take() {
        Interval taken = new Interval(latencies, pings, delivered, duplicated, reordered, stray, broken);
        latencies = Interval.histogram();
        pings = Interval.histogram();
        delivered = 0;
        duplicated = 0;
        reordered = 0;
        stray = 0;
        broken = 0;
        return taken;
    }
}
