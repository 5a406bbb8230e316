package io.sluice.common.redis;

import static java.util.Objects.requireNonNull;

import io.sluice.common.metrics.Buckets;
import io.sluice.common.metrics.SharedHistogram;
import io.sluice.common.threading.ThreadSafe;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How long Redis takes, and how many commands go out together, as the connections of one process find it. */
@ThreadSafe
public final class RedisFigures {

    private final LongSupplier nanoTime;
    private final Map<RedisUse, SharedHistogram> commands = new EnumMap<>(RedisUse.class);
    private final SharedHistogram batches;
    private final SharedHistogram resubscribes;

    /**
     * @param nanoTime monotonic clock
     * @param commands get the time from the call of a command to its answer, in nanoseconds
     * @param batches gets the number of commands of each write
     * @param resubscribes gets the time from a new connection until all channels are subscribed on it, in nanoseconds
     */
    public RedisFigures(
            LongSupplier nanoTime,
            Function<RedisUse, SharedHistogram> commands,
            SharedHistogram batches,
            SharedHistogram resubscribes) {
        this.nanoTime = nanoTime;
        for (RedisUse use : RedisUse.values()) {
            this.commands.put(use, commands.apply(use));
        }
        this.batches = batches;
        this.resubscribes = resubscribes;
    }

    /** For connections whose figures nobody wants to see; it asks no clock. */
    public static RedisFigures unseen() {
        SharedHistogram sink = new SharedHistogram(Buckets.counts(1));
        return new RedisFigures(() -> 0, use -> sink, sink, sink);
    }

    long nowNanos() {
        return nanoTime.getAsLong();
    }

    void answered(RedisUse use, long begunNanos) {
        requireNonNull(commands.get(use)).record(nanoTime.getAsLong() - begunNanos);
    }

    void sent(int count) {
        batches.record(count);
    }

    void resubscribed(long connectedNanos) {
        resubscribes.record(nanoTime.getAsLong() - connectedNanos);
    }
}
