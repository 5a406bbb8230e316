package io.sluice.gateway.hub;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which loops of this node have subscribers of which channel, and hence what the node is subscribed to at the broker.
 *
 * <p>The first loop's interest subscribes the node. The end of the last loop's interest unsubscribes it only after a delay: a
 * client that reconnects, or a channel that flaps, costs the broker nothing.
 *
 * <p>Threading: {@link #shardsOf} may be asked by any thread; the rest is decided on one context, the owner's, to which
 * {@link #acquire} and {@link #release} hop.
 */
@ThreadSafe
final class NodeSubscriptions {

    private static final Logger log = LoggerFactory.getLogger(NodeSubscriptions.class);
    private static final int[] NOBODY = {};

    private final Vertx vertx;
    private final Context owner;
    private final Broker broker;
    private final long lingerMillis;
    private final Function<String, Optional<String>> feedOfPattern;
    private final Consumer<String> unwanted;
    private final Patterns patterns;

    // Written on the owner's context, read by any thread: which shards want a channel. Arrays are replaced whole.
    private final Map<String, int[]> shards = new ConcurrentHashMap<>();

    // Touched only on the owner's context.
    private final Map<String, Future<Void>> subscriptions = new HashMap<>();
    private final Map<String, Long> lingering = new HashMap<>();

    /**
     * @param linger time that the node stays subscribed after the last loop's interest has ended
     * @param feedOfPattern the feed that a name is to be matched against, if it is a pattern
     * @param unwanted told of each channel that no loop wants any more
     */
    NodeSubscriptions(
            Vertx vertx,
            Context owner,
            Broker broker,
            Duration linger,
            Function<String, Optional<String>> feedOfPattern,
            Consumer<String> unwanted) {
        this.vertx = vertx;
        this.owner = owner;
        this.broker = broker;
        this.feedOfPattern = feedOfPattern;
        this.unwanted = unwanted;
        this.patterns = new Patterns(broker::subscribeFeed, broker::unsubscribeFeed);
        this.lingerMillis = linger.toMillis();
    }

    /** The shards that want {@code channel}; the array must not be modified. */
    int[] shardsOf(String channel) {
        return shards.getOrDefault(channel, NOBODY);
    }

    /** The patterns that {@code channel} matches, of those that this node is subscribed to in {@code feed}. */
    List<String> patternsOf(String feed, String channel) {
        return patterns.matching(feed, channel);
    }

    /** Number of channels that some loop wants. */
    int size() {
        return shards.size();
    }

    /** Notes that {@code shard} wants {@code channel}; completes, on any thread, when the broker has confirmed. */
    Future<Void> acquire(String channel, int shard) {
        Promise<Void> confirmed = Promise.promise();
        owner.runOnContext(ignored -> {
            cancelLinger(channel);
            shards.merge(channel, new int[] {shard}, NodeSubscriptions::with);
            subscriptions
                    .computeIfAbsent(channel, this::subscribe)
                    .onComplete((done, failure) -> owner.runOnContext(unused -> {
                        if (failure != null) {
                            drop(channel, shard);
                        }
                        confirmed.complete(null, failure);
                    }));
        });
        return confirmed.future();
    }

    /** Notes that {@code shard} no longer wants {@code channel}. */
    void release(String channel, int shard) {
        owner.runOnContext(ignored -> {
            drop(channel, shard);
            if (!shards.containsKey(channel) && subscriptions.containsKey(channel)) {
                lingering.put(
                        channel,
                        vertx.setTimer(lingerMillis, timer -> owner.runOnContext(unused -> expire(channel, timer))));
            }
        });
    }

    /** The broker has ended its subscription of {@code channel} by itself: whoever wants it from here on asks it anew. */
    void lost(String channel) {
        owner.runOnContext(ignored -> {
            cancelLinger(channel);
            subscriptions.remove(channel);
        });
    }

    /** The same for a feed; the patterns that were matched against it. */
    List<String> feedLost(String feed) {
        List<String> lost = patterns.forget(feed);
        lost.forEach(this::lost);
        return lost;
    }

    private Future<Void> subscribe(String channel) {
        Future<Void> subscribed = feedOfPattern
                .apply(channel)
                .map(feed -> patterns.add(feed, channel))
                .orElseGet(() -> broker.subscribe(channel));
        subscribed.onFailure(cause -> owner.runOnContext(ignored -> subscriptions.remove(channel, subscribed)));
        return subscribed;
    }

    private void expire(String channel, long timer) {
        if (lingering.remove(channel, timer)) {
            subscriptions.remove(channel);
            unsubscribe(channel)
                    .onFailure(cause ->
                            log.debug(PEER, "unsubscribe failed channel={} cause={}", channel, cause.toString()));
        }
    }

    private Future<Void> unsubscribe(String channel) {
        return feedOfPattern
                .apply(channel)
                .map(feed -> patterns.remove(feed, channel))
                .orElseGet(() -> broker.unsubscribe(channel));
    }

    private void cancelLinger(String channel) {
        Long timer = lingering.remove(channel);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void drop(String channel, int shard) {
        if (shards.computeIfPresent(channel, (name, wanting) -> without(wanting, shard)) == null) {
            unwanted.accept(channel);
        }
    }

    private static int[] with(int[] wanting, int[] one) {
        for (int shard : wanting) {
            if (shard == one[0]) {
                return wanting;
            }
        }
        int[] more = Arrays.copyOf(wanting, wanting.length + 1);
        more[wanting.length] = one[0];
        return more;
    }

    private static int @Nullable [] without(int[] wanting, int shard) {
        int[] fewer = Arrays.stream(wanting).filter(other -> other != shard).toArray();
        return fewer.length == 0 ? null : fewer;
    }
}
