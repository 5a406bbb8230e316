package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The broker's thread is faster than the subscriber's loop: it has answered before the loop has looked for the answer. */
class FastBrokerTest {

    private final HandLoop owner = new HandLoop().eager();
    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            new TurnBudget(loop.loopTasks(), loop.clock()),
            Nodes.subscriptions(owner, broker, Duration.ofSeconds(1)),
            new LoopCounters(),
            Deliveries.of(loop),
            Nodes.NO_WATCH);
    private final RecordingSubscriber client = new RecordingSubscriber();

    @Test
    void aSubscriberIsNotLeftWaiting() {
        Future<Subscription> subscribed = shard.subscribe("news", DeliveryOptions.PROMPT, client);
        loop.settle();
        assertThat(subscribed.succeeded()).isTrue();
        shard.offer(List.of(FakeBroker.message("news", "1")));
        loop.settle();
        client.assertReceived("news=1");
        broker.assertCalls("subscribe news");
    }

    @Test
    void aRefusedSubscriberIsNotLeftWaiting() {
        broker.down(true);
        Future<Subscription> subscribed = shard.subscribe("news", DeliveryOptions.PROMPT, client);
        loop.settle();
        assertThat(subscribed.failed()).isTrue();
        broker.assertCalls("subscribe news");
    }
}
