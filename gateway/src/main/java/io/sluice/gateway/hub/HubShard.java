package io.sluice.gateway.hub;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.DeliveryTimes;
import io.sluice.gateway.outbound.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's table from channel to subscribers.
 *
 * <p>Threading: confined to its loop, without locks, except {@link #offer} and {@link #subscriberCounts}. The node's
 * {@link NodeSubscriptions} learns when the first subscriber of a channel comes and when the last one goes.
 */
@EventLoopConfined
public final class HubShard {

    private final int index;
    private final LoopTasks loop;
    private final NodeSubscriptions node;
    private final LoopCounters counters;
    private final StreamWatch watch;
    private final Map<String, LocalChannel> channels = new HashMap<>();
    private final Map<String, PendingChannel> pending = new HashMap<>();
    private final FanOut fanOut;

    /**
     * A shard without subscribers.
     *
     * @param index this shard's number among the node's shards, from 0
     * @param watch told what was had of streams
     */
    HubShard(
            int index,
            LoopTasks loop,
            TurnBudget turn,
            NodeSubscriptions node,
            LoopCounters counters,
            DeliveryTimes deliveryTimes,
            StreamWatch watch) {
        this.watch = watch;
        this.index = index;
        this.loop = loop;
        this.node = node;
        this.counters = counters;
        this.fanOut = new FanOut(loop, turn, channels::get, counters, deliveryTimes);
    }

    /**
     * Subscribes, at the broker too if this is the node's first subscriber of the channel.
     *
     * <p>The future completes on this loop, in the very task in which the subscription begins: what its handlers send goes out
     * ahead of any publication. It fails if the broker refuses or is down.
     *
     * @param options how the channel's publications are sent; the same for all of its subscribers
     */
    public Future<Subscription> subscribe(String name, DeliveryOptions options, Subscriber subscriber) {
        LocalChannel channel = channels.get(name);
        if (channel != null) {
            return Future.succeededFuture(add(channel, subscriber));
        }
        Promise<Subscription> subscribed = Promise.promise();
        PendingChannel waiting = pending.get(name);
        if (waiting != null) {
            waiting.add(subscriber, subscribed);
        } else {
            // The subscriber waits before the question is asked: the answer may be there at once.
            waiting = new PendingChannel();
            waiting.add(subscriber, subscribed);
            pending.put(name, waiting);
            loop.completeHere(node.acquire(name, index))
                    .onComplete((done, failure) -> acquired(name, options, failure));
        }
        return subscribed.future();
    }

    /** Takes publications from any thread, in order; see {@link FanOut#offer}. */
    boolean offer(List<Message> publications) {
        return fanOut.offer(publications);
    }

    /** Any thread: the broker no longer delivers {@code channel}, so its subscriptions end, and their clients are told. */
    void lost(String name) {
        loop.execute(() -> {
            LocalChannel channel = channels.get(name);
            if (channel != null) {
                for (Subscription subscription : channel.subscriptions()) {
                    subscription.cancel();
                    subscription.subscriber().lost(name);
                }
            }
        });
    }

    /** Any thread: tells the subscribers of {@code channel} where its stream was a while ago. */
    void streamWasAt(String name, StreamPosition position, long look) {
        loop.execute(() -> {
            LocalChannel channel = channels.get(name);
            if (channel != null) {
                channel.subscriptions().forEach(each -> each.subscriber().streamWasAt(position, look));
            }
        });
    }

    /** Any thread: the broker is back after an outage, so what was had of streams is kept until it is shown. */
    void keepSights() {
        loop.execute(() -> channels.values().forEach(LocalChannel::keepSight));
    }

    /** Any thread: what the broker has delivered and said here of the stream of {@code channel}. */
    Future<StreamSight> sight(String name) {
        Promise<StreamSight> sight = Promise.promise();
        loop.execute(() -> {
            LocalChannel channel = channels.get(name);
            sight.complete(channel == null ? StreamSight.NOTHING : channel.showSight());
        });
        return sight.future();
    }

    /** The stream of {@code channel} may have gone back: what came of it does not follow what was had. */
    void suspect(String name, StreamSight before) {
        watch.suspect(name, before);
    }

    private void acquired(String name, DeliveryOptions options, @Nullable Throwable failure) {
        PendingChannel waiting = requireNonNull(pending.remove(name));
        if (failure != null) {
            waiting.failAll(failure);
            return;
        }
        LocalChannel channel = new LocalChannel(this, name, options);
        channels.put(name, channel);
        counters.channels.add(1);
        waiting.completeAll(subscriber -> add(channel, subscriber));
    }

    private Subscription add(LocalChannel channel, Subscriber subscriber) {
        Subscription subscription = new Subscription(channel, subscriber);
        channel.add(subscription);
        counters.subscriptions.add(1);
        return subscription;
    }

    /** A subscription of {@code channel} was cancelled; the last one gives the channel up. */
    void removed(LocalChannel channel) {
        counters.subscriptions.add(-1);
        if (channel.size() == 0 && channels.remove(channel.name(), channel)) {
            counters.channels.add(-1);
            node.release(channel.name(), index);
            if (!channel.sight().equals(StreamSight.NOTHING)) {
                watch.left(channel.name(), channel.sight());
            }
        }
    }

    /** Any thread: subscribers by channel, as a copy made on the loop. */
    Future<Map<String, Integer>> subscriberCounts() {
        Promise<Map<String, Integer>> counts = Promise.promise();
        loop.execute(() -> {
            Map<String, Integer> copy = new HashMap<>(channels.size() * 2);
            channels.forEach((name, channel) -> copy.put(name, channel.size()));
            counts.complete(copy);
        });
        return counts.future();
    }
}
