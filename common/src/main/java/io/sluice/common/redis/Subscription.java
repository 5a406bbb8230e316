package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;

/**
 * One Redis channel: what its users want, what Redis has confirmed, and who waits for the two to agree.
 *
 * <p>At most one order (subscribe or unsubscribe) is under way at a time. When it is confirmed and the wish has changed
 * meanwhile, {@link #nextOrder} gives the next one; so a confirmation can never be taken for that of another order, however
 * often the users change their mind.
 */
@EventLoopConfined
final class Subscription {

    /** What Redis is to do. */
    enum Order {
        NONE,
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    private final String channel;
    private final byte[] wireName;
    private final List<SubscriptionWaiter> waiters = new ArrayList<>(1);

    /* What the users want: the channel, and also to have it back after an outage. */
    private boolean wanted;
    private boolean kept;

    /* What Redis has confirmed on the present connection, and what it is being asked for. */
    private boolean held;
    private Order underWay = Order.NONE;

    /**
     * Neither wanted nor held yet.
     *
     * @param channel as its users call it
     * @param wireName as Redis knows it; must not be modified
     */
    Subscription(String channel, byte[] wireName) {
        this.channel = channel;
        this.wireName = wireName;
    }

    String channel() {
        return channel;
    }

    byte[] wireName() {
        return wireName;
    }

    /** A user wants the channel; {@code true} if it is subscribed already, else {@code waiter} will hear. */
    boolean want(SubscriptionWaiter waiter) {
        wanted = true;
        if (live()) {
            return true;
        }
        waiters.add(waiter);
        return false;
    }

    /** The users do not want the channel any more; {@code waiter} hears when Redis has confirmed. */
    void unwant(SubscriptionWaiter waiter) {
        waiters.add(waiter);
        forget();
    }

    /** The patience of one who waited has ended; the channel is given up if nobody else wanted or has it. */
    void expired(SubscriptionWaiter waiter) {
        waiters.remove(waiter);
        boolean othersWait = waiters.stream().anyMatch(other -> other.order() == Order.SUBSCRIBE);
        if (waiter.order() == Order.SUBSCRIBE && !kept && !othersWait) {
            forget();
        }
    }

    /** Whether messages of this channel are for the users: confirmed, and not on the way out. */
    boolean live() {
        return wanted && held && underWay == Order.NONE;
    }

    /** Whether this subscription outlives the connection. */
    boolean kept() {
        return kept;
    }

    /** Whether nothing is left of it: neither wanted, nor held, nor under way. */
    boolean gone() {
        return !wanted && !held && underWay == Order.NONE;
    }

    Order underWay() {
        return underWay;
    }

    /** The order to send now, which from here on counts as under way; {@link Order#NONE} if there is nothing to do. */
    Order nextOrder() {
        if (underWay != Order.NONE || wanted == held) {
            return Order.NONE;
        }
        underWay = wanted ? Order.SUBSCRIBE : Order.UNSUBSCRIBE;
        return underWay;
    }

    /** Redis has confirmed the order under way; returns those who waited for it and takes them off. */
    List<SubscriptionWaiter> confirmed() {
        Order confirmed = underWay;
        underWay = Order.NONE;
        held = confirmed == Order.SUBSCRIBE;
        kept = held && wanted;
        if (wanted == held) {
            return takeWaiters();
        }
        List<SubscriptionWaiter> done =
                waiters.stream().filter(waiter -> waiter.order() == confirmed).toList();
        waiters.removeIf(waiter -> waiter.order() == confirmed);
        return done;
    }

    /** Redis has refused the order under way; returns all who waited and takes them off. */
    List<SubscriptionWaiter> refused() {
        underWay = Order.NONE;
        held = false;
        forget();
        return takeWaiters();
    }

    /** The connection is gone, and with it all that Redis knew; returns all who waited and takes them off. */
    List<SubscriptionWaiter> disconnected() {
        underWay = Order.NONE;
        held = false;
        wanted = kept;
        return takeWaiters();
    }

    private void forget() {
        wanted = false;
        kept = false;
    }

    private List<SubscriptionWaiter> takeWaiters() {
        List<SubscriptionWaiter> all = List.copyOf(waiters);
        waiters.clear();
        return all;
    }
}
