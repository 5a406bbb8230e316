package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delivering to one subscriber throws once, for instance for want of memory. */
class FailingReceiverTest {

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            new TurnBudget(loop.loopTasks(), loop.clock()),
            Nodes.subscriptions(loop, broker, Duration.ofSeconds(1)),
            new LoopCounters(),
            Deliveries.of(loop),
            Nodes.NO_WATCH);
    private final RecordingSubscriber failing = new RecordingSubscriber();
    private final RecordingSubscriber other = new RecordingSubscriber();

    @Test
    void itCostsNobodyAnyPublication() {
        shard.subscribe("news", DeliveryOptions.PROMPT, failing);
        shard.subscribe("news", DeliveryOptions.PROMPT, other);
        loop.settle();
        failing.onNextDelivery(() -> {
            throw new IllegalStateException("as the test wants");
        });
        shard.offer(List.of(FakeBroker.message("news", "1")));
        shard.offer(List.of(FakeBroker.message("news", "2")));
        loop.settle();
        assertThat(failing.received()).containsExactly("news=1", "news=2");
        assertThat(other.received()).containsExactly("news=1", "news=2");
    }
}
