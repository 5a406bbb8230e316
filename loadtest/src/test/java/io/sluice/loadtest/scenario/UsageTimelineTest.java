package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.FakeTime;
import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.TimelinePoint;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageTimelineTest {
    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final FakeTime time = new FakeTime();
    private final UsageTimeline timeline = new UsageTimeline(Fakes.target(gateway), time);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everySecondIsAPointAndThoseBeforeZeroAreWarmUp() throws Exception {
        timeline.begin(2);
        timeline.passUntil(3);

        assertThat(timeline.points()).extracting(TimelinePoint::atSeconds).containsExactly(-1.0, 0.0, 1.0, 2.0, 3.0);
        assertThat(timeline.seconds()).isEqualTo(3);
    }

    @Test
    void aPointHoldsWhatCameSinceTheLastOne() {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(TimeUnit.MILLISECONDS.toNanos(4));
        timeline.begin(0);
        time.sleepUntil(TimeUnit.SECONDS.toNanos(1));

        assertThat(timeline.due()).isTrue();
        timeline.add(1, latencies);

        assertThat(timeline.due()).isFalse();
        TimelinePoint point = timeline.points().get(0);
        assertThat(point.delivered()).isOne();
        assertThat(point.p99Millis()).isBetween(3.99, 4.01);
        assertThat(point.processes()).extracting(ProcessUsage::process).containsExactly("fake", "generator");
    }

    @Test
    void costsHaveTheMemoryOfEachProcess() throws Exception {
        timeline.begin(0);
        timeline.passUntil(1);

        assertThat(timeline.costs()).hasSize(2).allSatisfy(cost -> assertThat(cost.residentBytes())
                .isPositive());
        assertThat(timeline.residentBytes(Role.SERVER)).isPositive();
        assertThat(timeline.residentBytes(Role.REDIS)).isZero();
    }
}
