package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeSubscriptionsTest {

    private static final int LINGER_MILLIS = 20;

    private final HandLoop owner = new HandLoop();
    private final FakeBroker broker = new FakeBroker().hold();
    private final NodeSubscriptions node = Nodes.subscriptions(owner, broker, Duration.ofMillis(LINGER_MILLIS));

    @AfterEach
    void noCallWasOverlooked() {
        owner.settle();
        broker.assertNothingMore();
    }

    @Test
    void theFirstShardSubscribesTheNodeAndTheOthersJoin() {
        Future<Void> first = acquire("news", 0);
        broker.assertCalls("subscribe news");
        Future<Void> second = acquire("news", 1);
        broker.assertNothingMore();
        assertThat(first.isComplete() || second.isComplete()).isFalse();

        confirm("news");
        assertThat(first.succeeded() && second.succeeded()).isTrue();
        assertThat(acquire("news", 2).succeeded()).isTrue();
        assertThat(node.shardsOf("news")).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void aShardIsRoutedToFromTheMomentItAsksSoThatNothingConfirmedIsMissed() {
        acquire("news", 3);
        broker.assertCalls("subscribe news");
        assertThat(node.shardsOf("news")).containsExactly(3);
        assertThat(node.size()).isEqualTo(1);
    }

    @Test
    void aChannelThatNobodyWantsHasNoShards() {
        assertThat(node.shardsOf("news")).isEmpty();
        assertThat(node.size()).isZero();
    }

    @Test
    void theNodeUnsubscribesOnlyWhenTheLastShardHasBeenGoneForTheDelay() {
        subscribed("news", 0, 1);
        node.release("news", 0);
        owner.elapse(LINGER_MILLIS);
        broker.assertNothingMore();
        assertThat(node.shardsOf("news")).containsExactly(1);

        node.release("news", 1);
        owner.settle();
        assertThat(node.shardsOf("news")).isEmpty();
        owner.elapse(LINGER_MILLIS - 1);
        broker.assertNothingMore();
        owner.elapse(1);
        broker.assertCalls("unsubscribe news");
    }

    @Test
    void comingBackDuringTheDelayCostsTheBrokerNothing() {
        subscribed("news", 0);
        for (int i = 0; i < 3; i++) {
            node.release("news", 0);
            owner.elapse(LINGER_MILLIS - 1);
            assertThat(acquire("news", 1).succeeded()).isTrue();
            node.release("news", 1);
            owner.elapse(LINGER_MILLIS - 1);
            assertThat(acquire("news", 0).succeeded()).isTrue();
        }
        owner.elapse(10 * LINGER_MILLIS);
        broker.assertNothingMore();
        assertThat(node.shardsOf("news")).containsExactly(0);
    }

    @Test
    void comingBackAfterTheDelaySubscribesAnew() {
        subscribed("news", 0);
        node.release("news", 0);
        owner.elapse(LINGER_MILLIS);
        broker.assertCalls("unsubscribe news");

        Future<Void> again = acquire("news", 0);
        broker.assertCalls("subscribe news");
        assertThat(again.isComplete()).isFalse();
        confirm("news");
        assertThat(again.succeeded()).isTrue();
    }

    @Test
    void aFailedSubscribeFailsAllThatWaitAndALaterTryWorks() {
        Future<Void> first = acquire("news", 0);
        Future<Void> second = acquire("news", 1);
        broker.assertCalls("subscribe news");
        broker.refuse("news");
        owner.settle();
        assertThat(first.cause()).isInstanceOf(BrokerUnavailableException.class);
        assertThat(second.cause()).isInstanceOf(BrokerUnavailableException.class);
        assertThat(node.shardsOf("news")).isEmpty();
        assertThat(node.size()).isZero();

        Future<Void> later = acquire("news", 0);
        broker.assertCalls("subscribe news");
        confirm("news");
        assertThat(later.succeeded()).isTrue();
        assertThat(node.shardsOf("news")).containsExactly(0);
    }

    @Test
    void aFailedUnsubscribeHurtsNobody() {
        subscribed("news", 0);
        node.release("news", 0);
        broker.down(true);
        owner.elapse(LINGER_MILLIS);
        broker.assertCalls("unsubscribe news");
        broker.down(false);

        Future<Void> again = acquire("news", 0);
        broker.assertCalls("subscribe news");
        confirm("news");
        assertThat(again.succeeded()).isTrue();
    }

    @Test
    void channelsKnowNothingOfEachOther() {
        subscribed("news", 0);
        subscribed("chat", 1);
        node.release("news", 0);
        owner.elapse(LINGER_MILLIS);
        broker.assertCalls("unsubscribe news");
        assertThat(node.shardsOf("chat")).containsExactly(1);
        assertThat(node.size()).isEqualTo(1);
    }

    private Future<Void> acquire(String channel, int shard) {
        Future<Void> acquired = node.acquire(channel, shard);
        owner.settle();
        return acquired;
    }

    private void confirm(String channel) {
        broker.confirm(channel);
        owner.settle();
    }

    private void subscribed(String channel, int... shards) {
        for (int shard : shards) {
            acquire(channel, shard);
        }
        broker.assertCalls("subscribe " + channel);
        confirm(channel);
    }
}
