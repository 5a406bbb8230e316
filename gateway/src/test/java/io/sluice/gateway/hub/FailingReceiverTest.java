package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.metrics.LoopCounters;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Encoding or delivering throws once, for instance for want of direct memory. */
class FailingReceiverTest {

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final TrackedFrames frames = new TrackedFrames();
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            () -> 0,
            new NodeSubscriptions(loop.vertx(), loop.context(), broker, Duration.ofSeconds(1)),
            new LoopCounters());
    private final RecordingSubscriber failing = new RecordingSubscriber(new FakeFormat(0, frames));
    private final RecordingSubscriber other = new RecordingSubscriber(new FakeFormat(0, frames));

    @Test
    void laterPublicationsStillReachEverybody() {
        shard.subscribe("news", failing);
        shard.subscribe("news", other);
        loop.settle();
        failing.onNextDelivery(() -> {
            throw new IllegalStateException("as the test wants");
        });
        shard.offer("news", FakeBroker.publication("1"));
        settleDespite();
        shard.offer("news", FakeBroker.publication("2"));
        settleDespite();
        assertThat(failing.received()).endsWith("news=2");
        assertThat(other.received()).endsWith("news=2");
        frames.assertAllReleased();
    }

    /** As an event loop does, which logs what a task throws and goes on. */
    private void settleDespite() {
        try {
            loop.settle();
        } catch (IllegalStateException e) {
            loop.settle();
        }
    }
}
