package io.sluice.loadtest.load;

import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Publishes those publications whose channels are this lane's, in order, through one port. While the port is busy more
 * become due, and go out together; each carries the time at which it was due, so that no wait is hidden.
 *
 * <p>Threading: confined to the lane's thread while that runs; only {@link #stop} is for others then.
 */
@ThreadConfined
final class PublishLane {
    /** Far below what servers take in one request. */
    private static final int MAX_BATCH = 1_000;
    /** Requests at shorter intervals would cost the generator and the server more than they save in latency. */
    private static final long TICK_NANOS = 2_000_000;

    private final LoadShape shape;
    private final ChannelNames names;
    private final TimeSource time;
    private final PublishPort port;
    private final int lane;
    private final int lanes;
    /** The last number given on each channel of ours. */
    private final Map<Integer, Long> numbers = new HashMap<>();

    private long next;
    private long refused;
    /** Set by another thread; volatile so that the lane sees it before its next batch. */
    private volatile boolean stopped;

    PublishLane(LoadShape shape, ChannelNames names, TimeSource time, PublishPort port, int lane, int lanes) {
        this.shape = shape;
        this.names = names;
        this.time = time;
        this.port = port;
        this.lane = lane;
        this.lanes = lanes;
    }

    /** Publishes all of {@code count} that are ours, each when it is due. */
    void run(OpenLoopSchedule schedule, long count) throws IOException, InterruptedException {
        while (next < count && !stopped) {
            long begun = time.nanos();
            List<Outgoing> batch = due(schedule, Math.min(count, schedule.countDueBy(begun)));
            if (!batch.isEmpty()) {
                refused += port.publish(batch);
            }
            if (batch.size() < MAX_BATCH) {
                time.sleepUntil(Math.max(schedule.dueNanos(next), begun + TICK_NANOS));
            }
        }
    }

    private List<Outgoing> due(OpenLoopSchedule schedule, long count) {
        List<Outgoing> batch = new ArrayList<>();
        for (; next < count && batch.size() < MAX_BATCH; next++) {
            if (isOurs(next)) {
                int channel = shape.plan().channelOf(next);
                long number = numbers.merge(channel, 1L, Long::sum);
                batch.add(new Outgoing(names.name(channel), shape.payload().json(number, schedule.dueNanos(next))));
            }
        }
        return batch;
    }

    /** Publishes nothing after the batch that is on its way. */
    void stop() {
        stopped = true;
    }

    long published(int channel) {
        return numbers.getOrDefault(channel, 0L);
    }

    long refused() {
        return refused;
    }

    /** How many of the first {@code count} publications of the run are ours and were not sent. */
    long unsent(long count) {
        return LongStream.range(Math.min(next, count), count)
                .filter(this::isOurs)
                .count();
    }

    private boolean isOurs(long index) {
        return shape.plan().channelOf(index) % lanes == lane;
    }

    void close() {
        port.close();
    }
}
