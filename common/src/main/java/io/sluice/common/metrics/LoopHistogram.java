package io.sluice.common.metrics;

import io.sluice.common.threading.ThreadSafe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A histogram that one event loop fills and any thread may read. It costs that loop a few comparisons and two plain additions;
 * readers may see values that are a moment old.
 */
@ThreadSafe
public final class LoopHistogram implements BucketCounts {

    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Buckets buckets;
    private final long[] counts;
    private final LoopCounter sum = new LoopCounter();

    public LoopHistogram(Buckets buckets) {
        this.buckets = buckets;
        this.counts = new long[buckets.size()];
    }

    /** Only on the owning loop: one value. Negative ones, which clocks of two machines can give, count as 0. */
    public void record(long value) {
        record(value, 1);
    }

    /** Only on the owning loop: the same value {@code times} times, 0 or more. */
    public void record(long value, long times) {
        long counted = Math.max(0, value);
        int index = buckets.indexOf(counted);
        ELEMENTS.setOpaque(counts, index, (long) ELEMENTS.get(counts, index) + times);
        sum.add(counted * times);
    }

    @Override
    public long count(int index) {
        return (long) ELEMENTS.getOpaque(counts, index);
    }

    @Override
    public long sum() {
        return sum.get();
    }
}
