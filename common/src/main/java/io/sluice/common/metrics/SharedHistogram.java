package io.sluice.common.metrics;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A histogram for what is no hot path: any thread may fill it. */
@ThreadSafe
public final class SharedHistogram implements BucketCounts {

    private final Buckets buckets;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    public SharedHistogram(Buckets buckets) {
        this.buckets = buckets;
        this.counts = Stream.generate(LongAdder::new).limit(buckets.size()).toArray(LongAdder[]::new);
    }

    /** One value; a negative one counts as 0. */
    public void record(long value) {
        long counted = Math.max(0, value);
        counts[buckets.indexOf(counted)].increment();
        sum.add(counted);
    }

    @Override
    public long count(int index) {
        return counts[index].sum();
    }

    @Override
    public long sum() {
        return sum.sum();
    }
}
