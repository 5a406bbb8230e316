package io.sluice.gateway.broker.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one node: what is published comes straight back to the listener.
 *
 * <p>Threading: publications are handed over on one context of its own, which gives them one order for all event loops.
 */
@ThreadSafe
public final class MemoryBroker implements Broker {

    private final Context context;
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();

    // Written once before start.
    private volatile @Nullable Listener listener;

    public MemoryBroker(Vertx vertx) {
        this.context = vertx.getOrCreateContext();
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
        return Future.succeededFuture();
    }

    @Override
    public Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        Promise<PublishResult> published = Promise.promise();
        context.runOnContext(ignored -> {
            if (subscribed.contains(channel)) {
                requireNonNull(listener).messages(List.of(new ChannelMessage.Published(channel, publication, false)));
            }
            published.complete(PublishResult.published(NO_POSITION));
        });
        return published.future();
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
    public boolean ready() {
        return true;
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> publishJoin(String channel, ClientInfo info) {
        return missing();
    }

    @Override
    public Future<Void> publishLeave(String channel, ClientInfo info) {
        return missing();
    }

    @Override
    public Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        return missing();
    }

    @Override
    public Future<Void> removeHistory(String channel) {
        return missing();
    }

    @Override
    public Future<Void> subscribeFeed(String feed) {
        return missing();
    }

    @Override
    public Future<Void> unsubscribeFeed(String feed) {
        return missing();
    }

    private static <T> Future<T> missing() {
        return Future.failedFuture(new UnsupportedOperationException());
    }
}
