package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StreamFeedTest {
    private static final ChannelNames NAMES = new ChannelNames("fa");
    private static final LoadPayload PAYLOAD = new LoadPayload(64);

    private final List<Outgoing> sent = new CopyOnWriteArrayList<>();

    private StreamFeed start(PublishPort port) {
        return StreamFeed.start(NAMES, 3, 1_000, PAYLOAD, port, TimeSource.system());
    }

    private final class Recorder implements PublishPort {
        @Override
        public int publish(List<Outgoing> batch) {
            sent.addAll(batch);
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void channelsTakeTurnsAndEachIsNumberedFromOneWithAKeyOfItsOwn() throws Exception {
        try (StreamFeed feed = start(new Recorder())) {
            await().until(() -> sent.size() >= 8);
            Published published = feed.stop();

            assertThat(sent.stream().limit(5).map(Outgoing::key))
                    .containsExactly("fa0-1", "fa1-1", "fa2-1", "fa0-2", "fa1-2");
            assertThat(sent.get(3).json()).startsWith("{\"n\":2,");
            for (int channel = 0; channel < 3; channel++) {
                String name = NAMES.name(channel);
                assertThat(published.on(channel))
                        .isEqualTo(sent.stream()
                                .filter(one -> one.channel().equals(name))
                                .count());
            }
        }
    }

    @Test
    void aFeedThatFailedSaysWhy() {
        PublishPort broken = new PublishPort() {
            @Override
            public int publish(List<Outgoing> batch) throws IOException {
                throw new IOException("no server");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        try (StreamFeed feed = start(broken)) {
            await().until(() -> !feed.publishing());
            assertThatExceptionOfType(IOException.class).isThrownBy(feed::stop).withMessageContaining("no server");
        }
    }
}
