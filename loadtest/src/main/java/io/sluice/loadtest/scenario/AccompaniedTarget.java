package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.Published;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A target whose runs have a companion. Closing it leaves the target open, which belongs to whoever started it.
 *
 * @param target the load's
 * @param companion what goes on beside it
 */
record AccompaniedTarget(LoadTarget target, Companion companion) implements LoadTarget {
    @Override
    public String name() {
        return target.name();
    }

    @Override
    public List<URI> webSocketUrls() {
        return target.webSocketUrls();
    }

    @Override
    public List<WatchedProcess> processes() {
        return target.processes();
    }

    @Override
    public Feed feed(LoadShape shape, ChannelNames names) {
        try {
            companion.beforeFeed(shape, names);
        } catch (IOException e) {
            companion.runEnds();
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return new AccompaniedFeed(target.feed(shape, names), companion);
    }

    @Override
    public void close() {}

    /** Tells the companion what the run does with its feed. */
    private record AccompaniedFeed(Feed feed, Companion companion) implements Feed {
        @Override
        public void start(OpenLoopSchedule schedule, long count) {
            companion.feedStarts(schedule.startNanos());
            feed.start(schedule, count);
        }

        @Override
        public void awaitEnd(Duration patience) throws IOException, InterruptedException {
            companion.feedEnds();
            feed.awaitEnd(patience);
        }

        @Override
        public Published published() {
            return feed.published();
        }

        @Override
        public long failed() {
            return feed.failed();
        }

        @Override
        public void close() {
            companion.runEnds();
            feed.close();
        }
    }
}
