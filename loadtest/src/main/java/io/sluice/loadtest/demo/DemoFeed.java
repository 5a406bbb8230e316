package io.sluice.loadtest.demo;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.feed.BatchPublisher;
import io.sluice.loadtest.feed.BatchPublisher.Rejection;
import io.sluice.loadtest.feed.FeedAbortedException;
import io.sluice.loadtest.feed.Outgoing;
import io.sluice.loadtest.feed.RandomWalk;
import io.sluice.loadtest.feed.Tick;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes prices at a steady rate through the HTTP API, in small batches one after the other.
 *
 * <p>Open loop: every price has a due time, which is its time stamp, so a slow server shows as late prices. When the feed
 * is more than {@value #MAX_LAG_SECONDS} s behind it begins a new schedule; what was due is never published. Threading:
 * a daemon thread of its own.
 */
@ThreadSafe
final class DemoFeed implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFeed.class);

    /** Long enough for some prices to share a request, too short to be seen. */
    private static final Duration BATCH_EVERY = Duration.ofMillis(5);

    private static final int MAX_BATCH = 100;
    private static final int MAX_LAG_SECONDS = 2;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final RandomWalk walk;
    private final String prefix;
    private final double rate;
    private final Supplier<URI> api;
    private final TimeSource time;
    /** Set once by the start. */
    private @Nullable Thread thread;

    /** A feed of {@code rate} prices a second to the API that {@code api} names when the feed starts. */
    DemoFeed(Vertx vertx, RandomWalk walk, String prefix, double rate, Supplier<URI> api, TimeSource time) {
        this.vertx = vertx;
        this.walk = walk;
        this.prefix = prefix;
        this.rate = rate;
        this.api = api;
        this.time = time;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public synchronized Future<Void> start() {
        URI url = api.get();
        BatchPublisher publisher = new BatchPublisher(new HttpApi(vertx, url, ""), url, time);
        thread = new Thread(() -> feed(publisher), "feed");
        thread.setDaemon(true);
        thread.start();
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> stop() {
        if (thread != null) {
            thread.interrupt();
        }
        return Future.succeededFuture();
    }

    private void feed(BatchPublisher publisher) {
        try {
            while (true) {
                feedUntilFarBehind(publisher);
            }
        } catch (InterruptedException e) {
            LOG.debug("the feed ends");
        }
    }

    private void feedUntilFarBehind(BatchPublisher publisher) throws InterruptedException {
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), rate);
        long published = 0;
        long maxBehind = (long) Math.max(MAX_BATCH, rate * MAX_LAG_SECONDS);
        while (schedule.countDueBy(time.nanos()) - published <= maxBehind) {
            time.sleepUntil(schedule.dueNanos(published) + BATCH_EVERY.toNanos());
            long due = schedule.countDueBy(time.nanos());
            List<Outgoing> batch = new ArrayList<>();
            while (published < due && batch.size() < MAX_BATCH) {
                batch.add(next(schedule.dueNanos(published++)));
            }
            publish(publisher, batch);
        }
        LOG.info("the feed is more than {} s behind and leaves out what was due", MAX_LAG_SECONDS);
    }

    private Outgoing next(long dueNanos) {
        long lateMillis = (time.nanos() - dueNanos) / NANOS_PER_MILLI;
        Tick tick = walk.next(time.unixMillis() - lateMillis);
        return new Outgoing("feed", prefix + tick.symbol(), tick.toJson());
    }

    private void publish(BatchPublisher publisher, List<Outgoing> batch) throws InterruptedException {
        try {
            List<Rejection> rejected = publisher.publish(batch);
            if (!rejected.isEmpty()) {
                LOG.warn(
                        "{} prices were not published: {}",
                        rejected.size(),
                        rejected.get(0).error());
            }
        } catch (FeedAbortedException e) {
            LOG.warn("prices are not published: {}", e.getMessage());
            time.sleepUntil(time.nanos() + PAUSE_AFTER_FAILURE.toNanos());
        }
    }
}
