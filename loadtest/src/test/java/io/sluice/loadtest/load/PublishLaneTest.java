package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.measure.FakeTime;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishLaneTest {
    private static final ChannelNames NAMES = new ChannelNames("ta");

    private final FakeTime time = new FakeTime();
    private final List<List<String>> batches = new ArrayList<>();
    private int refusals;
    private long busyNanos;

    private final PublishPort port = new PublishPort() {
        @Override
        public int publish(List<Outgoing> batch) {
            batches.add(batch.stream()
                    .map(publication -> publication.channel() + " "
                            + publication.json().replaceAll("\\{\"n\":(\\d+),\"t\":(\\d+),.*", "$1 $2"))
                    .toList());
            time.sleepUntil(time.nanos() + busyNanos);
            return refusals;
        }

        @Override
        public void close() {}
    };

    private PublishLane lane(int channels, int lane, int lanes) {
        LoadShape shape = new LoadShape(
                1, new SpreadChannels(channels), 100, new LoadPayload(64), Duration.ZERO, Duration.ofSeconds(1));
        return new PublishLane(shape, NAMES, time, port, lane, lanes);
    }

    @Test
    void eachPublicationGoesOutWhenItIsDueAndSaysSo() throws Exception {
        PublishLane lane = lane(2, 0, 1);

        lane.run(new OpenLoopSchedule(1_000, 100), 3);

        assertThat(batches)
                .containsExactly(List.of("ta0 1 1000"), List.of("ta1 1 10001000"), List.of("ta0 2 20001000"));
        assertThat(lane.published(0)).isEqualTo(2);
        assertThat(lane.published(1)).isOne();
        assertThat(lane.unsent(3)).isZero();
    }

    @Test
    void whatBecomesDueWhileThePortIsBusyGoesOutTogetherWithItsOwnTimes() throws Exception {
        busyNanos = 25_000_000;

        lane(1, 0, 1).run(new OpenLoopSchedule(0, 100), 5);

        assertThat(batches)
                .containsExactly(
                        List.of("ta0 1 0"),
                        List.of("ta0 2 10000000", "ta0 3 20000000"),
                        List.of("ta0 4 30000000", "ta0 5 40000000"));
    }

    @Test
    void lanesShareTheChannels() throws Exception {
        PublishLane even = lane(4, 0, 2);

        even.run(new OpenLoopSchedule(0, 100), 8);

        assertThat(batches)
                .containsExactly(
                        List.of("ta0 1 0"),
                        List.of("ta2 1 20000000"),
                        List.of("ta0 2 40000000"),
                        List.of("ta2 2 60000000"));
        assertThat(even.published(1)).isZero();
        assertThat(even.unsent(8)).isZero();
        assertThat(even.unsent(13)).isEqualTo(3);
    }

    @Test
    void refusedPublicationsAreCounted() throws Exception {
        refusals = 1;
        PublishLane lane = lane(1, 0, 1);

        lane.run(new OpenLoopSchedule(0, 100), 3);

        assertThat(lane.refused()).isEqualTo(3);
    }
}
