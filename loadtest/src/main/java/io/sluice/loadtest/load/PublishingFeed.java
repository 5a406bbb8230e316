package io.sluice.loadtest.load;

import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A feed that publishes from here: one lane, with a thread of its own, for each port; a channel always takes the same. */
@ThreadConfined
public final class PublishingFeed implements Feed {
    /** Longer than a port waits for an answer. */
    private static final int STOP_SECONDS = 25;

    private final List<PublishLane> lanes = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "load-publisher");
        thread.setDaemon(true);
        return thread;
    });
    private long count;
    private long unsent;

    /** A feed into {@code ports}, which it closes at its end. */
    public PublishingFeed(LoadShape shape, ChannelNames names, TimeSource time, List<? extends PublishPort> ports) {
        for (int lane = 0; lane < ports.size(); lane++) {
            lanes.add(new PublishLane(shape, names, time, ports.get(lane), lane, ports.size()));
        }
    }

    @Override
    public void start(OpenLoopSchedule schedule, long publications) {
        count = publications;
        for (PublishLane lane : lanes) {
            running.add(threads.submit(() -> {
                lane.run(schedule, publications);
                return null;
            }));
        }
    }

    @Override
    public void awaitEnd(Duration patience) throws IOException, InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            // What is unsent then is counted below and fails the run.
            lanes.forEach(PublishLane::stop);
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the server does not answer the publisher");
            }
        }
        for (Future<?> lane : running) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                throw new IOException(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
            }
        }
        unsent = lanes.stream().mapToLong(lane -> lane.unsent(count)).sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(PublishLane::close);
    }

    @Override
    public Published published() {
        return channel -> lanes.get(channel % lanes.size()).published(channel);
    }

    @Override
    public long failed() {
        return unsent + lanes.stream().mapToLong(PublishLane::refused).sum();
    }
}
