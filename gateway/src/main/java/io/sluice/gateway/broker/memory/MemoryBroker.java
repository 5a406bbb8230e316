package io.sluice.gateway.broker.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamSight;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one node: what is published comes straight back to the listener, and streams last as long as the process.
 *
 * <p>Limits: see {@link StreamTable} and {@link RememberedResults}.
 *
 * <p>Threading: publications are handed over, and streams kept, on one context of its own, which gives them one order for all
 * event loops.
 */
@ThreadSafe
public final class MemoryBroker implements Broker {

    /** What nobody asks for is forgotten this long after its time, at the latest. */
    private static final long SWEEP_MILLIS = 1000;

    private final Vertx vertx;
    private final Context context;
    private final LongSupplier nanoTime;
    private final LongSupplier unixMicros;
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Set<String> subscribedFeeds = ConcurrentHashMap.newKeySet();

    // Written once before start.
    private volatile @Nullable Listener listener;

    // Touched on the context only.
    private final StreamTable streams = new StreamTable(StreamTable.MAX_STREAMS);
    private final RememberedResults results = new RememberedResults(RememberedResults.MAX_RESULTS);
    private final Promise<Long> sweeping = Promise.promise();

    /**
     * A broker without streams yet.
     *
     * @param nanoTime monotonic clock by which streams expire
     * @param unixMicros wall clock, in microseconds since 1970, by which the way of publications is measured
     */
    public MemoryBroker(Vertx vertx, LongSupplier nanoTime, LongSupplier unixMicros) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.nanoTime = nanoTime;
        this.unixMicros = unixMicros;
    }

    @Override
    public String name() {
        return "memory broker";
    }

    @Override
    public void listener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Future<Void> start() {
        requireNonNull(listener, "listener must be set before start");
        context.runOnContext(ignored -> sweeping.complete(vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep())));
        return sweeping.future().mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        sweeping.future().onSuccess(vertx::cancelTimer);
        return Future.succeededFuture();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        long entered = unixMicros.getAsLong();
        return inOrder(() -> publishNow(channel, publication, options, entered));
    }

    @Override
    public Future<Void> publishJoin(String channel, ClientInfo info) {
        return inOrder(() -> deliver(new ChannelMessage.Joined(channel, info)));
    }

    @Override
    public Future<Void> publishLeave(String channel, ClientInfo info) {
        return inOrder(() -> deliver(new ChannelMessage.Left(channel, info)));
    }

    @Override
    public Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        return inOrder(() -> streams.use(channel, metaTtl, nowMillis()).read(query));
    }

    /** A stream of one process never goes back; but this one keeps the promise of all brokers. */
    @Override
    public Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        return inOrder(() -> {
            MemoryStream stream = streams.use(channel, metaTtl, nowMillis());
            boolean wentBack = stream.contradicts(seen);
            if (wentBack) {
                stream.beginEpoch();
            }
            return new StreamCheck(stream.position(), wentBack);
        });
    }

    @Override
    public Future<Void> removeHistory(String channel) {
        return inOrder(() -> {
            streams.clear(channel);
            return null;
        });
    }

    @Override
    public Future<Void> subscribe(String channel) {
        subscribed.add(channel);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> unsubscribe(String channel) {
        subscribed.remove(channel);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> subscribeFeed(String feed) {
        subscribedFeeds.add(feed);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> unsubscribeFeed(String feed) {
        subscribedFeeds.remove(feed);
        return Future.succeededFuture();
    }

    private PublishResult publishNow(String channel, Publication publication, PublishOptions options, long entered) {
        String key = options.idempotencyKey();
        StreamPosition earlier = key.isEmpty() ? null : results.find(channel, key, nowMillis());
        if (earlier != null) {
            return new PublishResult(earlier, PublishResult.Suppression.REPEATED);
        }
        Publication published = publication;
        StreamPosition position = NO_POSITION;
        if (options.stream().isPresent()) {
            var limits = options.stream().get();
            MemoryStream stream = streams.use(channel, limits.metaTtl(), nowMillis());
            if (stream.isOutdated(options)) {
                return new PublishResult(stream.position(), PublishResult.Suppression.OUTDATED);
            }
            published = stream.append(publication, options, limits, nowMillis());
            streams.changed(stream);
            position = stream.position();
        }
        if (!key.isEmpty()) {
            results.remember(channel, key, position, nowMillis());
        }
        deliver(new ChannelMessage.Published(channel, published, options.delta(), entered), options.feed());
        return PublishResult.published(position);
    }

    private void deliver(ChannelMessage.Published published, String feed) {
        deliver(published);
        if (subscribedFeeds.contains(feed)) {
            requireNonNull(listener).feed(feed, List.of(published));
        }
    }

    private @Nullable Void deliver(ChannelMessage message) {
        if (subscribed.contains(message.channel())) {
            requireNonNull(listener).messages(List.of(message));
        }
        return null;
    }

    private void sweep() {
        streams.expire(nowMillis());
        results.expire(nowMillis());
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    /** Runs {@code action} on the context, after what was given to it before. */
    private <T extends @Nullable Object> Future<T> inOrder(Supplier<T> action) {
        Promise<T> outcome = Promise.promise();
        context.runOnContext(ignored -> outcome.complete(action.get()));
        return outcome.future();
    }
}
