package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of subscriptions: outlives connections, subscribes everything again on a new one, and only then calls itself
 * ready.
 *
 * <p>Outcomes of calls and messages to the listener are always the last step of a method, because what hears them may call
 * back.
 */
@EventLoopConfined
final class Subscriptions implements RedisLink.User, SubscriptionOrders.Outcome {

    /** A guard against runaway callers: this many cost about 200 MB here, and ten seconds to subscribe again. */
    static final int MAX_CHANNELS = 1_000_000;

    /** Calls that wait for their confirmation; as many as there can be channels, each subscribed once. */
    static final int MAX_WAITING = MAX_CHANNELS;

    /** Where the table's news go; called on the loop. */
    interface Events {

        void messages(List<RedisMessage> batch);

        void readyChanged(boolean ready);

        void refused(String channel, RedisCommandException cause);
    }

    private final Events events;
    private final Consumer<Runnable> endOfTurn;
    private final Deadlines deadlines;
    private final String prefix;
    private final ChannelTable table = new ChannelTable();

    /* Messages of the present read; empty between two reads. */
    private final List<RedisMessage> batch = new ArrayList<>();

    /* Of the present connection. */
    private @Nullable SubscriptionOrders orders;
    private boolean flushRequested;
    private int unconfirmedUntilReady;
    private boolean ready;

    /**
     * Without subscriptions yet.
     *
     * @param prefix what the names of all channels begin with in Redis
     * @param endOfTurn runs an action at the end of this turn of the loop
     */
    Subscriptions(Vertx vertx, String prefix, Duration commandTimeout, Events events, Consumer<Runnable> endOfTurn) {
        this.prefix = prefix;
        this.events = events;
        this.endOfTurn = endOfTurn;
        this.deadlines = new Deadlines(vertx, commandTimeout);
    }

    void subscribe(String channel, Promise<Void> outcome) {
        if (!ready) {
            outcome.fail(new RedisUnavailableException("redis is unavailable: not connected", false));
            return;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(channel)) {
            // It would come back under another name, and its confirmation would be nobody's.
            outcome.fail(new IllegalArgumentException("expected a channel name of Unicode text"));
            return;
        }
        byte[] wireName = wireName(channel);
        Subscription known = table.get(wireName);
        if ((known == null && table.size() >= MAX_CHANNELS) || deadlines.size() >= MAX_WAITING) {
            outcome.fail(new RedisOverloadedException("too many channels, or too many that wait for redis"));
            return;
        }
        Subscription subscription = known == null ? added(channel, wireName) : known;
        SubscriptionWaiter waiter = waiter(Subscription.Order.SUBSCRIBE, subscription, outcome);
        if (subscription.want(waiter)) {
            outcome.complete();
        } else {
            deadlines.add(waiter);
            advance(subscription);
        }
    }

    void unsubscribe(String channel, Promise<Void> outcome) {
        Subscription subscription = table.get(wireName(channel));
        if (subscription == null) {
            outcome.complete();
            return;
        }
        SubscriptionWaiter waiter = waiter(Subscription.Order.UNSUBSCRIBE, subscription, outcome);
        subscription.unwant(waiter);
        if (orders == null) {
            table.remove(subscription);
            outcome.complete();
        } else {
            deadlines.add(waiter);
            advance(subscription);
        }
    }

    @Override
    public void connected(RespConnection connection) {
        connection.messageHandler(this::message);
        SubscriptionOrders fresh = new SubscriptionOrders(connection, this);
        orders = fresh;
        for (Subscription subscription : table.all()) {
            if (subscription.nextOrder() != Subscription.Order.NONE) {
                fresh.add(subscription);
            }
        }
        unconfirmedUntilReady = table.size();
        fresh.flush();
        becomeReadyWhenAllConfirmed();
    }

    @Override
    public void disconnected(String reason) {
        readEnded(); // What came before the end is heard before it.
        orders = null;
        boolean wasReady = ready;
        ready = false;
        List<SubscriptionWaiter> waiters = new ArrayList<>();
        for (Iterator<Subscription> all = table.all().iterator(); all.hasNext(); ) {
            Subscription subscription = all.next();
            waiters.addAll(subscription.disconnected());
            if (!subscription.kept()) {
                all.remove();
            }
        }
        if (wasReady) {
            events.readyChanged(false);
        }
        RedisUnavailableException cause = new RedisUnavailableException("redis is unavailable: " + reason, true);
        waiters.forEach(waiter -> waiter.notSubscribed(cause));
        deadlines.trim();
    }

    @Override
    public void pushed(Response push) {
        String kind = push.get(0).toString();
        if (push.size() < 3) {
            return;
        }
        Subscription subscription = table.get(String.valueOf(push.get(1)).getBytes(StandardCharsets.UTF_8));
        switch (kind) {
            case "subscribe" -> confirmed(Subscription.Order.SUBSCRIBE, subscription);
            case "unsubscribe" -> confirmed(Subscription.Order.UNSUBSCRIBE, subscription);
            default -> {
                // Messages do not come here, and nothing else was asked for.
            }
        }
    }

    private void message(byte[] bytes, int channelStart, int channelLength, int payloadStart, int payloadLength) {
        Subscription subscription = table.get(bytes, channelStart, channelLength);
        if (subscription != null && subscription.live()) {
            batch.add(new RedisMessage(subscription.channel(), ByteBuffer.wrap(bytes, payloadStart, payloadLength)));
        }
    }

    @Override
    public void readEnded() {
        if (!batch.isEmpty()) {
            events.messages(Collections.unmodifiableList(batch));
            batch.clear();
        }
    }

    private void confirmed(Subscription.Order order, @Nullable Subscription subscription) {
        if (orders != null) {
            orders.confirmed(order, subscription);
        }
    }

    @Override
    public void confirmed(Subscription subscription) {
        Subscription.Order confirmed = subscription.underWay();
        List<SubscriptionWaiter> waiters = subscription.confirmed();
        advance(subscription);
        requestFlush();
        countTowardsReady(confirmed);
        waiters.forEach(waiter -> waiter.confirmed(confirmed));
        deadlines.trim();
        becomeReadyWhenAllConfirmed();
    }

    @Override
    public void refused(Subscription subscription, RedisCommandException cause) {
        Subscription.Order refused = subscription.underWay();
        boolean wasKept = subscription.kept();
        List<SubscriptionWaiter> waiters = subscription.refused();
        table.remove(subscription);
        requestFlush();
        countTowardsReady(refused);
        if (wasKept) {
            events.refused(subscription.channel(), cause);
        }
        waiters.forEach(waiter -> waiter.notSubscribed(cause));
        deadlines.trim();
        becomeReadyWhenAllConfirmed();
    }

    /** Sends the next order for this channel if there is one, and forgets the channel when nothing is left of it. */
    private void advance(Subscription subscription) {
        if (subscription.gone()) {
            table.remove(subscription);
        } else if (orders != null && subscription.nextOrder() != Subscription.Order.NONE) {
            orders.add(subscription);
            requestFlush();
        }
    }

    private void requestFlush() {
        if (!flushRequested && orders != null && orders.sendable()) {
            flushRequested = true;
            endOfTurn.accept(this::flush);
        }
    }

    private void flush() {
        flushRequested = false;
        if (orders != null) {
            orders.flush();
        }
    }

    /* Until ready nobody can subscribe, so every subscribe order of that time is one of the first ones. */
    private void countTowardsReady(Subscription.Order done) {
        if (!ready && done == Subscription.Order.SUBSCRIBE) {
            unconfirmedUntilReady--;
        }
    }

    private void becomeReadyWhenAllConfirmed() {
        if (!ready && orders != null && unconfirmedUntilReady == 0) {
            ready = true;
            events.readyChanged(true);
        }
    }

    private Subscription added(String channel, byte[] wireName) {
        Subscription subscription = new Subscription(channel, wireName);
        table.add(subscription);
        return subscription;
    }

    private byte[] wireName(String channel) {
        return (prefix + channel).getBytes(StandardCharsets.UTF_8);
    }

    private SubscriptionWaiter waiter(Subscription.Order order, Subscription subscription, Promise<Void> outcome) {
        return new SubscriptionWaiter(order, outcome, expired -> {
            subscription.expired(expired);
            advance(subscription);
        });
    }
}
