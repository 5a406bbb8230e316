package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Promise;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** One call of subscribe or unsubscribe, until its outcome. */
@EventLoopConfined
final class SubscriptionWaiter implements Deadlines.Waiter {

    private final Subscription.Order order;
    private final Promise<Void> outcome;
    private final Consumer<SubscriptionWaiter> expiry;
    private boolean decided;

    /**
     * @param expiry called after the wait has ended without an answer
     */
    SubscriptionWaiter(Subscription.Order order, Promise<Void> outcome, Consumer<SubscriptionWaiter> expiry) {
        this.order = order;
        this.outcome = outcome;
        this.expiry = expiry;
    }

    Subscription.Order order() {
        return order;
    }

    /** Redis has done {@code confirmed}, and that is the last word for this call. */
    void confirmed(Subscription.Order confirmed) {
        if (order == Subscription.Order.SUBSCRIBE && confirmed == Subscription.Order.UNSUBSCRIBE) {
            fail(new CancellationException("unsubscribed again before it was subscribed"));
        } else {
            succeed();
        }
    }

    /** Redis does not, or does no longer, deliver the channel; which is all that an unsubscribe wants. */
    void notSubscribed(RuntimeException cause) {
        if (order == Subscription.Order.UNSUBSCRIBE) {
            succeed();
        } else {
            fail(cause);
        }
    }

    @Override
    public boolean decided() {
        return decided;
    }

    @Override
    public void expire() {
        fail(new RedisUnavailableException("redis is unavailable: not confirmed in time", true));
        expiry.accept(this);
    }

    private void succeed() {
        if (!decided) {
            decided = true;
            outcome.complete();
        }
    }

    private void fail(RuntimeException cause) {
        if (!decided) {
            decided = true;
            outcome.fail(cause);
        }
    }
}
