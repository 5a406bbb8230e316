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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several clients wait for one channel, and the first of them leaves in the moment in which it is confirmed. */
class PendingChannelTest {

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker().hold();
    private final NodeSubscriptions node = Nodes.subscriptions(loop, broker, Duration.ofSeconds(1));
    private final LoopCounters counters = new LoopCounters();
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            new TurnBudget(loop.loopTasks(), loop.clock()),
            node,
            counters,
            Deliveries.of(loop),
            Nodes.NO_WATCH);
    private final RecordingSubscriber leaves = new RecordingSubscriber();
    private final RecordingSubscriber stays = new RecordingSubscriber();

    @BeforeEach
    void theFirstLeavesAtOnce() {
        shard.subscribe("news", DeliveryOptions.PROMPT, leaves).onSuccess(Subscription::cancel);
        shard.subscribe("news", DeliveryOptions.PROMPT, stays).onFailure(cause -> stays.note("failed"));
        loop.settle();
        broker.confirm("news");
        loop.settle();
        broker.assertCalls("subscribe news");
    }

    @Test
    void theOtherStillReceives() {
        shard.offer(List.of(FakeBroker.message("news", "1")));
        loop.settle();
        leaves.assertNothingMore();
        stays.assertReceived("news=1");
    }

    @Test
    void theNodeStaysSubscribed() {
        loop.elapse(1000);
        broker.assertNothingMore();
        assertThat(node.shardsOf("news")).containsExactly(0);
        assertThat(counters.channels.get()).isEqualTo(1);
        assertThat(counters.subscriptions.get()).isEqualTo(1);
    }
}
