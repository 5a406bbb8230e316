package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.Feed;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccompaniedTargetTest {
    private static final ChannelNames NAMES = new ChannelNames("a");

    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final List<String> calls = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Writes down what it is told. */
    private final class Recording implements Companion {
        private final boolean failing;

        Recording(boolean failing) {
            this.failing = failing;
        }

        @Override
        public void beforeFeed(LoadShape shape, ChannelNames names) throws IOException {
            calls.add("before " + names.prefix());
            if (failing) {
                throw new IOException("no");
            }
        }

        @Override
        public void feedStarts(long startNanos) {
            calls.add("starts");
        }

        @Override
        public void feedEnds() {
            calls.add("ends");
        }

        @Override
        public void runEnds() {
            calls.add("over");
        }
    }

    @Test
    void theCompanionHearsOfEachStepInOrder() throws Exception {
        AccompaniedTarget target = new AccompaniedTarget(Fakes.target(gateway), new Recording(false));

        try (Feed feed = target.feed(Fakes.shape(), NAMES)) {
            feed.start(new OpenLoopSchedule(TimeSource.system().nanos(), 1_000), 3);
            feed.awaitEnd(Duration.ofSeconds(10));
            assertThat(feed.published().on(0)).isEqualTo(3);
            assertThat(feed.failed()).isZero();
        }

        assertThat(calls).containsExactly("before a", "starts", "ends", "over");
    }

    @Test
    void aCompanionThatCannotBeginEndsTheRunAndIsTidiedUp() {
        AccompaniedTarget target = new AccompaniedTarget(Fakes.target(gateway), new Recording(true));

        assertThatThrownBy(() -> target.feed(Fakes.shape(), NAMES))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("no");
        assertThat(calls).containsExactly("before a", "over");
    }

    @Test
    void allElseIsTheTargets() {
        AccompaniedTarget target = new AccompaniedTarget(Fakes.target(gateway), new Recording(false));

        assertThat(target.name()).isEqualTo("server");
        assertThat(target.webSocketUrls()).containsExactly(gateway.webSocketUri());
        assertThat(target.processes()).hasSize(1);
    }
}
