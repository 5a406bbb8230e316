package io.sluice.common.redis;

import static io.sluice.common.redis.Subscription.Order.NONE;
import static io.sluice.common.redis.Subscription.Order.SUBSCRIBE;
import static io.sluice.common.redis.Subscription.Order.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SubscriptionTest {

    private final Subscription subscription = new Subscription("channel", new byte[] {1});

    @Example
    void wantedChannelIsOrderedOnceAndLiveWhenConfirmed() {
        SubscriptionWaiter waiter = waiter(SUBSCRIBE);

        assertThat(subscription.want(waiter)).isFalse();
        assertThat(subscription.nextOrder()).isEqualTo(SUBSCRIBE);
        assertThat(subscription.nextOrder()).isEqualTo(NONE);
        assertThat(subscription.live()).isFalse();
        assertThat(subscription.confirmed()).containsExactly(waiter);
        assertThat(subscription.live()).isTrue();
        assertThat(subscription.kept()).isTrue();
        assertThat(subscription.want(waiter(SUBSCRIBE))).isTrue();
    }

    @Example
    void channelUnwantedBeforeConfirmationIsUnsubscribedAfterIt() {
        SubscriptionWaiter wish = waiter(SUBSCRIBE);
        SubscriptionWaiter regret = waiter(UNSUBSCRIBE);
        subscription.want(wish);
        subscription.nextOrder();
        subscription.unwant(regret);

        assertThat(subscription.nextOrder()).isEqualTo(NONE);
        assertThat(subscription.confirmed()).containsExactly(wish);
        assertThat(subscription.live()).isFalse();
        assertThat(subscription.nextOrder()).isEqualTo(UNSUBSCRIBE);
        assertThat(subscription.confirmed()).containsExactly(regret);
        assertThat(subscription.gone()).isTrue();
    }

    @Example
    void channelWantedAgainIsNotLiveUntilItsNewConfirmation() {
        makeLive();
        subscription.unwant(waiter(UNSUBSCRIBE));
        subscription.nextOrder();
        subscription.want(waiter(SUBSCRIBE));

        assertThat(subscription.live()).isFalse();
        subscription.confirmed();
        assertThat(subscription.live()).isFalse();
        assertThat(subscription.nextOrder()).isEqualTo(SUBSCRIBE);
        subscription.confirmed();
        assertThat(subscription.live()).isTrue();
    }

    @Example
    void liveChannelOutlivesTheConnectionAndIsOrderedAgain() {
        makeLive();

        assertThat(subscription.disconnected()).isEmpty();
        assertThat(subscription.kept()).isTrue();
        assertThat(subscription.live()).isFalse();
        assertThat(subscription.nextOrder()).isEqualTo(SUBSCRIBE);
    }

    @Example
    void channelThatWasNeverConfirmedDiesWithTheConnection() {
        SubscriptionWaiter waiter = waiter(SUBSCRIBE);
        subscription.want(waiter);
        subscription.nextOrder();

        assertThat(subscription.disconnected()).containsExactly(waiter);
        assertThat(subscription.kept()).isFalse();
        assertThat(subscription.gone()).isTrue();
    }

    @Example
    void channelIsGivenUpWhenTheLastOfThoseWhoWaitForItExpires() {
        SubscriptionWaiter first = waiter(SUBSCRIBE);
        SubscriptionWaiter second = waiter(SUBSCRIBE);
        subscription.want(first);
        subscription.want(second);
        subscription.nextOrder();

        subscription.expired(first);
        assertThat(subscription.gone()).isFalse();
        subscription.expired(second);
        subscription.confirmed();

        assertThat(subscription.live()).isFalse();
        assertThat(subscription.nextOrder()).isEqualTo(UNSUBSCRIBE);
    }

    @Example
    void refusedChannelIsGone() {
        SubscriptionWaiter waiter = waiter(SUBSCRIBE);
        subscription.want(waiter);
        subscription.nextOrder();

        assertThat(subscription.refused()).containsExactly(waiter);
        assertThat(subscription.gone()).isTrue();
    }

    /** Whatever users and Redis do in whatever order, in the end Redis has what the last call asked for. */
    @Property
    void redisEndsUpWithTheLastWishAndEverybodyHearsOnce(@ForAll List<Step> steps) {
        FakeServer server = new FakeServer();
        boolean wish = false;
        for (Step step : steps) {
            switch (step) {
                case WANT -> {
                    wish = true;
                    server.want();
                }
                case UNWANT -> {
                    wish = false;
                    server.unwant();
                }
                case CONFIRM -> server.confirmOne();
            }
        }
        server.confirmAll();

        assertThat(server.subscribed).isEqualTo(wish);
        assertThat(server.asked.live()).isEqualTo(wish);
        assertThat(server.asked.gone()).isEqualTo(!wish);
        assertThat(server.unheard).isZero();
    }

    enum Step {
        WANT,
        UNWANT,
        CONFIRM
    }

    /** Carries out orders when told to, as Redis would. */
    private static final class FakeServer {

        private final Subscription asked = new Subscription("channel", new byte[] {1});
        private final Deque<Subscription.Order> orders = new ArrayDeque<>();
        private boolean subscribed;
        private int unheard;

        void want() {
            unheard += asked.want(waiter(SUBSCRIBE)) ? 0 : 1;
            order();
        }

        void unwant() {
            asked.unwant(waiter(UNSUBSCRIBE));
            unheard++;
            order();
            if (asked.gone()) {
                unheard -= asked.disconnected().size();
            }
        }

        void confirmOne() {
            if (!orders.isEmpty()) {
                subscribed = orders.remove() == SUBSCRIBE;
                unheard -= asked.confirmed().size();
                order();
            }
        }

        void confirmAll() {
            while (!orders.isEmpty()) {
                confirmOne();
            }
        }

        private void order() {
            Subscription.Order next = asked.nextOrder();
            if (next != NONE) {
                orders.add(next);
            }
        }
    }

    private void makeLive() {
        subscription.want(waiter(SUBSCRIBE));
        subscription.nextOrder();
        subscription.confirmed();
    }

    private static SubscriptionWaiter waiter(Subscription.Order order) {
        return new SubscriptionWaiter(order, Promise.promise(), expired -> {});
    }
}
