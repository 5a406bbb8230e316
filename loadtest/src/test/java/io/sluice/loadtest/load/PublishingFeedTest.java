package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PublishingFeedTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private static PublishingFeed feed(PublishPort... ports) {
        LoadShape shape = new LoadShape(
                1, new SpreadChannels(2), 1_000, new LoadPayload(64), Duration.ZERO, Duration.ofSeconds(1));
        return new PublishingFeed(shape, new ChannelNames("ta"), TimeSource.system(), List.of(ports));
    }

    /** Takes a batch when its latch is open. */
    private record GatedPort(CountDownLatch gate) implements PublishPort {
        @Override
        public int publish(List<Outgoing> batch) throws InterruptedException {
            gate.await();
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void lanesPublishAllTogether() throws Exception {
        CountDownLatch open = new CountDownLatch(0);
        try (PublishingFeed feed = feed(new GatedPort(open), new GatedPort(open))) {
            feed.start(new OpenLoopSchedule(TimeSource.system().nanos(), 1_000), 21);
            feed.awaitEnd(Duration.ofSeconds(30));

            assertThat(feed.published().on(0)).isEqualTo(11);
            assertThat(feed.published().on(1)).isEqualTo(10);
            assertThat(feed.failed()).isZero();
        }
    }

    @Test
    void whatIsUnsentWhenThePatienceIsOverHasFailed() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (PublishingFeed feed = feed(new GatedPort(gate))) {
            feed.start(new OpenLoopSchedule(TimeSource.system().nanos(), 1), 1_000);
            Thread opener = new Thread(gate::countDown);
            opener.start();
            feed.awaitEnd(A_MOMENT);
            opener.join();

            long published = feed.published().on(0) + feed.published().on(1);
            assertThat(published).isLessThan(1_000);
            assertThat(feed.failed()).isEqualTo(1_000 - published);
        }
    }

    @Test
    void aPortThatFailsFailsTheFeedInItsWords() {
        PublishPort broken = new PublishPort() {
            @Override
            public int publish(List<Outgoing> batch) throws IOException {
                throw new IOException("no server");
            }

            @Override
            public void close() {}
        };
        try (PublishingFeed feed = feed(broken)) {
            feed.start(new OpenLoopSchedule(TimeSource.system().nanos(), 1_000), 10);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> feed.awaitEnd(Duration.ofSeconds(30)))
                    .withMessage("no server");
        }
    }
}
