package io.sluice.gateway.hub;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.fakes.TestHubs;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loops of a node have had of one stream, and what of it the broker is shown. */
class WitnessesTest {

    private static final Duration ONE_LOOK = Duration.ofSeconds(45);

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final Hub hub = TestHubs.of(loop, broker);
    private final PositionChecks checks = hub.positionChecks();
    private final HubShard early = shard();
    private final HubShard late = shard();

    WitnessesTest() {
        broker.listener(hub);
        broker.history("news", new HistoryPage(List.of(), at(110)));
    }

    @Test
    void aLookShowsWhatEachLoopHasHad() {
        subscribe(early);
        begin();
        deliver(105);
        subscribe(late).streamRead(at(110));
        loop.elapse(ONE_LOOK);
        loop.settle();
        assertThat(broker.sights()).containsExactlyInAnyOrder(sight(105, 105), sight(110, 0));
    }

    @Test
    void whatLoopsHaveHadAlikeIsShownOnce() {
        subscribe(early);
        begin();
        subscribe(late);
        deliver(105);
        loop.elapse(ONE_LOOK);
        loop.settle();
        assertThat(broker.sights()).containsExactly(sight(105, 105));
    }

    @Test
    void whatWasHadIsRememberedThoughSubscribersWithoutAPositionStay() {
        Subscription positioned = subscribe(early);
        subscribe(early);
        begin();
        deliver(105);
        positioned.cancel();
        checks.end("news");
        loop.settle();

        broker.restore();
        loop.elapse(Duration.ofSeconds(3));
        loop.settle();
        assertThat(broker.sights()).containsExactly(sight(105, 105));
    }

    @Test
    void channelsThatWereLeftDoNotWaitForAllThatHaveSubscribers() {
        Subscription only = subscribe(early);
        begin();
        deliver(105);
        only.cancel();
        checks.end("news");
        for (int i = 0; i < 10_000; i++) {
            checks.begin("busy:" + i, Duration.ofHours(1));
        }
        loop.settle();
        broker.takeCalls();

        broker.restore();
        loop.elapse(Duration.ofMillis(600));
        loop.settle();
        assertThat(broker.takeCalls()).hasSize(2000).contains("check news");
    }

    private HubShard shard() {
        return hub.addShard(
                loop.loopTasks(),
                new TurnBudget(loop.loopTasks(), loop.clock()),
                new LoopCounters(),
                Deliveries.of(loop));
    }

    private Subscription subscribe(HubShard shard) {
        Future<Subscription> subscription = shard.subscribe("news", DeliveryOptions.PROMPT, new RecordingSubscriber());
        loop.settle();
        return subscription.result();
    }

    private void begin() {
        checks.begin("news", Duration.ofHours(1));
        loop.settle();
    }

    private void deliver(long offset) {
        broker.deliver("news", offset, EPOCH, "1");
        loop.settle();
    }

    private static StreamPosition at(long offset) {
        return new StreamPosition(offset, EPOCH);
    }

    private static StreamSight sight(long reached, long heard) {
        return new StreamSight(at(reached), heard, 0);
    }
}
