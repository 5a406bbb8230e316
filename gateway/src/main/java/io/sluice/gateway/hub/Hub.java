package io.sluice.gateway.hub;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryTimes;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Passage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The face of all shards: takes what the broker delivers and routes it to each loop that has subscribers.
 *
 * <p>Threading: {@link #messages} and the figures may be called from any thread. The order of calls from one thread is the
 * order in which every subscriber receives.
 */
@ThreadSafe
public final class Hub implements Broker.Listener {

    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    /** A node stays subscribed this long after a channel's last subscriber left. */
    public static final Duration UNSUBSCRIBE_DELAY = Duration.ofSeconds(1);

    private final List<HubShard> shards = new CopyOnWriteArrayList<>();
    private final NodeSubscriptions node;
    private final LatestPublications latest = new LatestPublications();
    private final PositionChecks positionChecks;
    private final List<Runnable> restored = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();

    /**
     * A hub without shards yet.
     *
     * @param owner context that decides about broker subscriptions, preferably one without clients
     * @param feedOfPattern the feed that a channel's name is to be matched against, if it is a pattern
     * @param checkPeriod time between two checks of a channel's position
     * @param nanoTime monotonic clock
     */
    public Hub(
            Vertx vertx,
            Context owner,
            Broker broker,
            Function<String, Optional<String>> feedOfPattern,
            Duration checkPeriod,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.node = new NodeSubscriptions(vertx, owner, broker, UNSUBSCRIBE_DELAY, feedOfPattern, latest::forget);
        this.positionChecks = new PositionChecks(vertx, owner, broker, checkPeriod, random, nanoTime, new Loops());
    }

    /** Adds the shard of one more loop; the loops of a node start at the same time, each adding its own. */
    public synchronized HubShard addShard(
            LoopTasks loop, TurnBudget turn, LoopCounters counters, DeliveryTimes deliveryTimes) {
        HubShard shard = new HubShard(shards.size(), loop, turn, node, counters, deliveryTimes, positionChecks);
        shards.add(shard);
        return shard;
    }

    @Override
    public void messages(List<ChannelMessage> batch) {
        List<List<Message>> parts = new ArrayList<>(shards.size());
        for (int i = 0; i < batch.size(); i++) {
            add(batch.get(i), parts);
        }
        handOver(parts);
    }

    @Override
    public void feed(String feed, List<ChannelMessage.Published> batch) {
        List<List<Message>> parts = new ArrayList<>(shards.size());
        for (ChannelMessage.Published arrival : batch) {
            for (String pattern : node.patternsOf(feed, arrival.channel())) {
                int[] subscribed = node.shardsOf(pattern);
                Passage passage = new Passage(arrival.enteredUnixMicros(), subscribed.length);
                add(Message.matched(pattern, arrival.channel(), arrival.publication(), passage), subscribed, parts);
            }
        }
        handOver(parts);
    }

    /** Each loop gets its part at once, so that all of it is flushed together. */
    private void handOver(List<List<Message>> parts) {
        for (int shard = 0; shard < parts.size(); shard++) {
            List<Message> part = parts.get(shard);
            if (!part.isEmpty() && !shards.get(shard).offer(part)) {
                dropped.add(part.size());
            }
        }
    }

    @Override
    public void restored() {
        shards.forEach(HubShard::keepSights);
        positionChecks.checkAllSoon();
        restored.forEach(Runnable::run);
    }

    /** Has {@code action} run, on some thread, each time the broker is back after an outage; before it is started. */
    public void onRestored(Runnable action) {
        restored.add(action);
    }

    @Override
    public void lost(String channel) {
        log.warn(PEER, "the broker no longer delivers a channel that has subscribers channel={}", channel);
        node.lost(channel);
        shards.forEach(shard -> shard.lost(channel));
    }

    @Override
    public void feedLost(String feed) {
        log.warn(PEER, "the broker no longer delivers a feed that has subscribers feed={}", feed);
        for (String pattern : node.feedLost(feed)) {
            shards.forEach(shard -> shard.lost(pattern));
        }
    }

    private void add(ChannelMessage arrived, List<List<Message>> parts) {
        String channel = arrived.channel();
        int[] subscribed = node.shardsOf(channel);
        if (subscribed.length == 0) {
            return;
        }
        if (arrived instanceof ChannelMessage.Published published) {
            Payload previous = latest.advance(channel, published.publication(), published.delta());
            Passage passage = new Passage(published.enteredUnixMicros(), subscribed.length);
            add(Message.arrived(channel, published.publication(), previous, passage), subscribed, parts);
        } else if (arrived instanceof ChannelMessage.Joined joined) {
            add(Message.of(new Push.Joined(channel, joined.info())), subscribed, parts);
        } else if (arrived instanceof ChannelMessage.Left left) {
            add(Message.of(new Push.Left(channel, left.info())), subscribed, parts);
        }
    }

    private static void add(Message message, int[] subscribed, List<List<Message>> parts) {
        for (int shard : subscribed) {
            part(shard, parts).add(message);
        }
    }

    private static List<Message> part(int shard, List<List<Message>> parts) {
        while (parts.size() <= shard) {
            parts.add(new ArrayList<>(4));
        }
        return parts.get(shard);
    }

    /** Subscribers by channel on this node; gathered from one loop after the other's task, so a moment old. */
    public Future<Map<String, Integer>> subscriberCounts() {
        List<Future<Map<String, Integer>>> counts =
                shards.stream().map(HubShard::subscriberCounts).toList();
        return Future.all(counts).map(all -> {
            Map<String, Integer> sums = new HashMap<>();
            counts.forEach(each -> each.result().forEach((channel, count) -> sums.merge(channel, count, Integer::sum)));
            return sums;
        });
    }

    /** The loops that have subscribers, for who watches their positions. */
    private final class Loops implements PositionChecks.Loops {

        @Override
        public Future<List<StreamSight>> sights(String channel) {
            List<Future<StreamSight>> sights = Arrays.stream(node.shardsOf(channel))
                    .mapToObj(shard -> shards.get(shard).sight(channel))
                    .toList();
            return Future.all(sights).map(all -> sights.stream()
                    .map(Future::result)
                    .filter(sight -> !sight.equals(StreamSight.NOTHING))
                    .distinct()
                    .toList());
        }

        @Override
        public void compare(String channel, StreamPosition top, long look) {
            shards.forEach(shard -> shard.streamWasAt(channel, top, look));
        }
    }

    /** Watches the positions of subscribers. */
    public PositionChecks positionChecks() {
        return positionChecks;
    }

    /** Channels with at least one subscriber on this node. */
    public int channels() {
        return node.size();
    }

    /** Publications dropped so far because a loop's queue was full. */
    public long dropped() {
        return dropped.sum();
    }
}
