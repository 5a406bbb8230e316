package io.sluice.loadtest.load;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes at an even rate into channels that are new, to each in turn, until it is stopped: the first publication of a
 * channel carries 1, the next 2, so that the numbers are the offsets. Each is published once, whatever becomes of a node.
 *
 * <p>Threading: may be used by any thread; a thread of its own publishes.
 */
@ThreadSafe
public final class StreamFeed implements AutoCloseable {
    /** Far below what servers take in one request. */
    private static final int MAX_BATCH = 500;
    /** Requests at shorter intervals would cost the generator and the server more than they save in latency. */
    private static final long TICK_NANOS = 5_000_000;
    /** Above the patience of {@link PatientPort}. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);

    private final ChannelNames names;
    private final int channels;
    private final LoadPayload payload;
    private final PublishPort port;
    private final TimeSource time;
    private final FutureTask<Long> publishing;
    /** Set by another thread; volatile so that the publisher sees it before its next batch. */
    private volatile boolean stopped;

    private StreamFeed(
            ChannelNames names,
            int channels,
            double perSecond,
            LoadPayload payload,
            PublishPort port,
            TimeSource time) {
        this.names = names;
        this.channels = channels;
        this.payload = payload;
        this.port = port;
        this.time = time;
        this.publishing = new FutureTask<>(() -> publish(new OpenLoopSchedule(time.nanos(), perSecond)));
    }

    /**
     * Begins to publish.
     *
     * @param perSecond over all channels
     * @param port is closed with the feed
     */
    public static StreamFeed start(
            ChannelNames names,
            int channels,
            double perSecond,
            LoadPayload payload,
            PublishPort port,
            TimeSource time) {
        StreamFeed feed = new StreamFeed(names, channels, perSecond, payload, port, time);
        Thread thread = new Thread(feed.publishing, "load-publisher");
        thread.setDaemon(true);
        thread.start();
        return feed;
    }

    private long publish(OpenLoopSchedule schedule) throws IOException, InterruptedException {
        long next = 0;
        while (!stopped) {
            long begun = time.nanos();
            long due = Math.min(schedule.countDueBy(begun), next + MAX_BATCH);
            List<Outgoing> batch = new ArrayList<>();
            for (; next < due; next++) {
                batch.add(publication(next, schedule.dueNanos(next)));
            }
            if (!batch.isEmpty()) {
                port.publish(batch);
            }
            if (batch.size() < MAX_BATCH) {
                time.sleepUntil(Math.max(schedule.dueNanos(next), begun + TICK_NANOS));
            }
        }
        return next;
    }

    private Outgoing publication(long index, long dueNanos) {
        String channel = names.name((int) (index % channels));
        long number = index / channels + 1;
        return new Outgoing(channel, payload.json(number, dueNanos), channel + "-" + number);
    }

    /** Whether it still publishes; one that does not before it is stopped has failed, and {@link #stop} says why. */
    public boolean publishing() {
        return !publishing.isDone();
    }

    /**
     * Ends behind the batch that is on its way.
     *
     * @return how many each channel was given
     * @throws IOException when the server could not be reached for so long that the feed gave up
     */
    public Published stop() throws IOException, InterruptedException {
        stopped = true;
        try {
            long total = publishing.get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return channel -> total / channels + (channel < total % channels ? 1 : 0);
        } catch (ExecutionException e) {
            throw new IOException("cannot publish: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("the server does not answer the publisher", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        publishing.cancel(true);
        port.close();
    }
}
