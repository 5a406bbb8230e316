package io.sluice.common.redis;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Several {@link RedisSubscriber}s that share the channels among them by a hash of the name, for when the event loop of one is
 * the limit. Everything about a channel, from its subscribe to its messages, stays with one of them; so what is true of one
 * channel there is true here. One connection that is lost silences its own channels only.
 *
 * <p>Threading: all methods from any thread. Each connection is served by an event loop of its own while there are as many;
 * a single one by the loop on which {@link #start} was called. The listener hears of different channels on different loops
 * at the same time; only {@link RedisSubscriber.Listener#readyChanged} is called for all of them together, one call at a time.
 */
@ThreadSafe
public final class ShardedSubscriber implements Service {

    private final VertxInternal vertx;
    private final RedisSubscriber.Listener listener;
    private final List<RedisSubscriber> shards;

    // Guarded by this.
    private int readyShards;

    /**
     * As many connections as the settings say, none of them up yet.
     *
     * @param prefix see {@link RedisSubscriber}
     * @param figures told how long subscribing takes
     */
    public ShardedSubscriber(
            Vertx vertx,
            RedisSettings settings,
            String prefix,
            RedisSubscriber.Listener listener,
            RedisFigures figures) {
        this.vertx = (VertxInternal) vertx;
        this.listener = listener;
        this.shards = IntStream.range(0, settings.subscriberConnections())
                .mapToObj(shard -> new RedisSubscriber(vertx, settings, prefix, new ShardListener(), figures))
                .toList();
    }

    @Override
    public String name() {
        return "redis subscriber";
    }

    /** Begins to connect; see {@link RedisSubscriber#start}. Completes when the first attempts of all have ended. */
    @Override
    public Future<Void> start() {
        if (shards.size() == 1) {
            return shards.get(0).start();
        }
        return Future.join(shards.stream().map(this::startOnALoopOfItsOwn).toList())
                .mapEmpty();
    }

    /** Ends all connections. */
    @Override
    public Future<Void> stop() {
        return Future.join(shards.stream().map(RedisSubscriber::stop).toList()).mapEmpty();
    }

    /** Subscribes a channel; see {@link RedisSubscriber#subscribe}, also for the failures. */
    public Future<Void> subscribe(String channel) {
        return shardOf(channel).subscribe(channel);
    }

    /** Unsubscribes a channel; see {@link RedisSubscriber#unsubscribe}. */
    public Future<Void> unsubscribe(String channel) {
        return shardOf(channel).unsubscribe(channel);
    }

    /** Whether every connection is up and every channel subscribed. */
    public boolean ready() {
        return shards.stream().allMatch(RedisSubscriber::ready);
    }

    /** Connections that this keeps up. */
    public int connections() {
        return shards.size();
    }

    /** Those of them that are up with every channel subscribed. */
    public int readyConnections() {
        return (int) shards.stream().filter(RedisSubscriber::ready).count();
    }

    /** Connections made after the first one of each, since the start. */
    public long reconnects() {
        return sum(RedisSubscriber::reconnects);
    }

    /** Messages passed to the listener since the start. */
    public long messagesReceived() {
        return sum(RedisSubscriber::messagesReceived);
    }

    /**
     * Which of so many shards has the channel: the same one for as long as the process lives.
     *
     * <p>Names often differ in their last characters alone, which a remainder of {@link String#hashCode} would send to few
     * shards when their distances are multiples of the number of shards; so the bits are mixed first.
     */
    static int shardOf(String channel, int shards) {
        int hash = channel.hashCode();
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return Math.floorMod(hash ^ hash >>> 16, shards);
    }

    private RedisSubscriber shardOf(String channel) {
        return shards.get(shardOf(channel, shards.size()));
    }

    /** Vert.x hands its loops out in turn. */
    private Future<Void> startOnALoopOfItsOwn(RedisSubscriber shard) {
        Promise<Void> started = vertx.promise();
        Context loop = vertx.createEventLoopContext();
        loop.runOnContext(settled -> shard.start().onComplete(started));
        return started.future();
    }

    private long sum(ToLongFunction<RedisSubscriber> figure) {
        return shards.stream().mapToLong(figure).sum();
    }

    private synchronized void readyChanged(boolean ready) {
        boolean allWereReady = readyShards == shards.size();
        readyShards += ready ? 1 : -1;
        boolean allAreReady = readyShards == shards.size();
        if (allAreReady != allWereReady) {
            // Under the lock, which nothing else takes, so that the last call tells the present state.
            listener.readyChanged(allAreReady);
        }
    }

    /** Sums up the readiness of the shards; all else is the listener's as it comes. */
    private final class ShardListener implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            listener.messages(batch);
        }

        @Override
        public void readyChanged(boolean ready) {
            ShardedSubscriber.this.readyChanged(ready);
        }

        @Override
        public void refused(String channel, RedisCommandException cause) {
            listener.refused(channel, cause);
        }
    }
}
