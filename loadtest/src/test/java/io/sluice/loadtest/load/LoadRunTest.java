package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run against a gateway that delivers badly on purpose. */
class LoadRunTest {
    private static final LoadPayload PAYLOAD = new LoadPayload(64);

    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final ClientLoops loops = ClientLoops.start(2, TimeSource.system());
    private final List<String> progress = new ArrayList<>();

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    /** Sends these numbers at once, whatever the schedule says, and claims to have published so many. */
    private RunResult run(long published, long... numbers) throws Exception {
        LoadTarget target = new LoadTarget() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public List<URI> webSocketUrls() {
                return List.of(gateway.webSocketUri());
            }

            @Override
            public List<WatchedProcess> processes() {
                return List.of();
            }

            @Override
            public Feed feed(LoadShape shape, ChannelNames names) {
                return new SentAtOnce(names, published, numbers);
            }

            @Override
            public void close() {}
        };
        LoadShape shape = new LoadShape(3, new SpreadChannels(1), 10, PAYLOAD, Duration.ZERO, Duration.ofSeconds(1));
        return new LoadRun(target, shape, new ChannelNames("ta"), loops, TimeSource.system(), progress::add).run();
    }

    private final class SentAtOnce implements Feed {
        private final ChannelNames names;
        private final long published;
        private final long[] numbers;

        SentAtOnce(ChannelNames names, long published, long... numbers) {
            this.names = names;
            this.published = published;
            this.numbers = numbers.clone();
        }

        @Override
        public void start(OpenLoopSchedule schedule, long count) {
            for (long number : numbers) {
                gateway.send("{\"push\":{\"channel\":\"" + names.name(0) + "\",\"pub\":{\"data\":"
                        + PAYLOAD.json(number, TimeSource.system().nanos()) + "}}}");
            }
        }

        @Override
        public void awaitEnd(Duration patience) {}

        @Override
        public Published published() {
            return channel -> published;
        }

        @Override
        public long failed() {
            return 7;
        }

        @Override
        public void close() {}
    }

    @Test
    void faultsOfTheServerAreInTheResult() throws Exception {
        RunResult result = run(6, 1, 2, 2, 5, 3);

        // Each of three clients misses 4 and 6, and sees 2 twice and 3 late.
        assertThat(result.lost()).isEqualTo(6);
        assertThat(result.whole().duplicated()).isEqualTo(3);
        assertThat(result.whole().reordered()).isEqualTo(3);
        assertThat(result.whole().delivered()).isEqualTo(15);
        assertThat(result.failed()).isEqualTo(7);
    }

    @Test
    void aFaultlessRunHasATimeLineAndItsOwnCosts() throws Exception {
        RunResult result = run(3, 1, 2, 3);

        assertThat(result.lost()).isZero();
        assertThat(result.timeline()).hasSize(2).last().satisfies(point -> {
            assertThat(point.atSeconds()).isEqualTo(1);
            assertThat(point.processes()).hasSize(1).first().satisfies(usage -> assertThat(usage.process())
                    .isEqualTo("generator"));
        });
        assertThat(result.costs()).hasSize(1);
        assertThat(result.windowSeconds()).isBetween(0.5, 60.0);
        assertThat(progress).anyMatch(line -> line.contains("3 of 3 clients subscribed"));
    }
}
