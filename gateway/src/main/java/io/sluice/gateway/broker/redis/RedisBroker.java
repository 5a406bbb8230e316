package io.sluice.gateway.broker.redis;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.RedisCommandException;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisFigures;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisMessage;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.RedisSubscriber;
import io.sluice.common.redis.ShardedSubscriber;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamSight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker over Redis pub/sub: channel {@code c} is Redis channel {@code <prefix>.client.c}, feed {@code f} is {@code
 * <prefix>.feed.f}, on a connection of its own. Where streams are kept: {@link RedisStreams}.
 *
 * <p>What nodes publish is a {@link PublicationEnvelope}. Anything else that is one JSON value counts as a publication too,
 * so that {@code redis-cli PUBLISH} or any Redis client can feed channels; the rest is counted and dropped.
 *
 * <p>Limits: data larger than {@code maxPublicationBytes} is counted and dropped on arrival.
 */
@ThreadSafe
public final class RedisBroker implements Broker {

    /** Masters of a cluster come up together; to look after all channels for each of them would be too much. */
    private static final Duration BETWEEN_MASTERS = Duration.ofSeconds(1);

    private final RedisCommands commands;
    private final RedisKeys keys;
    private final ShardedSubscriber subscriber;
    private final String channelPrefix;
    private final RedisSubscriber feeds;
    private final String feedPrefix;
    private final Arrivals arrivals;
    private final RedisStreams streams;
    private final LongSupplier unixMicros;

    // Whether something may have been missed that the listener has not been told of yet.
    private final AtomicBoolean interrupted = new AtomicBoolean();

    // Written once before start.
    private volatile @Nullable Listener listener;

    /**
     * Not connected yet. {@code commands} is started and stopped by whoever made it; the subscriber connections are this broker's
     * own.
     *
     * @param figures told how long subscribing takes
     * @param unixMicros wall clock, in microseconds since 1970
     * @param hopMicros told of each publication from a node how long it took to reach this one, in microseconds; any thread
     */
    public RedisBroker(
            Vertx vertx,
            RedisSettings settings,
            RedisCommands commands,
            int maxPublicationBytes,
            RedisFigures figures,
            LongSupplier unixMicros,
            LongConsumer hopMicros) {
        this.commands = commands;
        this.keys = settings.keys();
        this.channelPrefix = settings.prefix() + ".client.";
        this.subscriber = new ShardedSubscriber(vertx, settings, channelPrefix, new Ears(), figures);
        this.feedPrefix = settings.prefix() + ".feed.";
        this.feeds = new RedisSubscriber(vertx, settings, feedPrefix, new FeedEars(), figures);
        this.arrivals = new Arrivals(maxPublicationBytes, unixMicros, hopMicros);
        this.unixMicros = unixMicros;
        this.streams = new RedisStreams(commands, arrivals, keys);
        if (settings.clustered()) {
            Coalesced cameUp = new Coalesced(vertx, BETWEEN_MASTERS, this::masterCameUp);
            commands.onConnected(cameUp::ask);
        }
    }

    @Override
    public String name() {
        return "redis broker";
    }

    @Override
    public void listener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Future<Void> start() {
        requireNonNull(listener, "listener must be set before start");
        return Future.join(subscriber.start(), feeds.start())
                .onComplete(attempted -> {
                    if (!hearsEverything()) {
                        interrupted.set(true);
                    }
                })
                .mapEmpty();
    }

    @Override
    public Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        boolean fed = !options.feed().isEmpty();
        PublicationEnvelope envelope =
                new PublicationEnvelope(publication, options.delta(), fed ? channel : "", unixMicros.getAsLong());
        String target = channelPrefix + channel;
        String feed = fed ? feedPrefix + options.feed() : "";
        return placed(channel, envelope, options, target, feed).recover(cause -> unavailable("publish", cause));
    }

    private Future<PublishResult> placed(
            String channel, PublicationEnvelope envelope, PublishOptions options, String target, String feed) {
        if (options.stream().isPresent()) {
            return streams.publish(channel, envelope, options.stream().get(), options, target, feed);
        }
        if (!options.idempotencyKey().isEmpty()) {
            return streams.publishOnce(channel, envelope, options.idempotencyKey(), target, feed);
        }
        Buffer bytes = envelope.encode();
        Future<?> published = send(channel, target, bytes);
        Future<?> everywhere = feed.isEmpty() ? published : Future.all(published, send(channel, feed, bytes));
        return everywhere.map(PublishResult.published(NO_POSITION));
    }

    @Override
    public Future<Void> publishJoin(String channel, ClientInfo info) {
        return publishMember("join", MemberEnvelope.JOIN, channel, info);
    }

    @Override
    public Future<Void> publishLeave(String channel, ClientInfo info) {
        return publishMember("leave", MemberEnvelope.LEAVE, channel, info);
    }

    private Future<Void> publishMember(String operation, byte mark, String channel, ClientInfo info) {
        return send(channel, channelPrefix + channel, MemberEnvelope.encode(mark, info))
                .<Void>mapEmpty()
                .recover(cause -> unavailable(operation, cause));
    }

    /** By way of where the channel's keys are, whatever the target, so that all that is said of one channel keeps its order. */
    private Future<@Nullable Response> send(String channel, String target, Buffer bytes) {
        return commands.send(
                keys.route(channel), Request.cmd(Command.PUBLISH).arg(target).arg(bytes));
    }

    @Override
    public Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        return streams.history(channel, query, metaTtl).recover(cause -> unavailable("history", cause));
    }

    @Override
    public Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        return streams.check(channel, seen, metaTtl).recover(cause -> unavailable("check of a stream", cause));
    }

    @Override
    public Future<Void> removeHistory(String channel) {
        return streams.removeHistory(channel).recover(cause -> unavailable("removal of a history", cause));
    }

    @Override
    public Future<Void> subscribe(String channel) {
        return subscriber.subscribe(channel).recover(cause -> unavailable("subscribe", cause));
    }

    @Override
    public Future<Void> unsubscribe(String channel) {
        return subscriber.unsubscribe(channel).recover(cause -> unavailable("unsubscribe", cause));
    }

    @Override
    public Future<Void> subscribeFeed(String feed) {
        return feeds.subscribe(feed).recover(cause -> unavailable("subscribe", cause));
    }

    @Override
    public Future<Void> unsubscribeFeed(String feed) {
        return feeds.unsubscribe(feed).recover(cause -> unavailable("unsubscribe", cause));
    }

    @Override
    public boolean ready() {
        return hearsEverything() && commands.connected();
    }

    @Override
    public Future<Void> stop() {
        return Future.join(subscriber.stop(), feeds.stop()).mapEmpty();
    }

    /** Messages dropped so far because they were neither an envelope nor JSON, or too large. */
    public long undecodable() {
        return arrivals.undecodable();
    }

    /** Times that a subscriber connection was lost and made anew. */
    public long reconnects() {
        return subscriber.reconnects() + feeds.reconnects();
    }

    /** Connections that this broker hears by. */
    public int connections() {
        return subscriber.connections() + 1;
    }

    /** Those of them that are up with everything subscribed. */
    public int readyConnections() {
        return subscriber.readyConnections() + (feeds.ready() ? 1 : 0);
    }

    /** Messages that came from Redis so far, those dropped among them. */
    public long messagesReceived() {
        return subscriber.messagesReceived() + feeds.messagesReceived();
    }

    private boolean hearsEverything() {
        return subscriber.ready() && feeds.ready();
    }

    /** One of the two subscribers lost its connections, or has everything subscribed again. */
    private void readyChanged(boolean ready) {
        if (!ready) {
            interrupted.set(true);
        } else if (hearsEverything() && interrupted.getAndSet(false)) {
            requireNonNull(listener).restored();
        }
    }

    /** It may be one that has taken over from another, and knows less; the subscribers need not have noticed. */
    private void masterCameUp() {
        Listener hearing = listener;
        if (hearing != null && hearsEverything()) {
            hearing.restored();
        } else {
            interrupted.set(true);
        }
    }

    /** Hears what Redis says on the subscriber connections, of different channels on different threads. */
    private final class Ears implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            List<ChannelMessage> arrived = arrivals.messages(batch);
            if (!arrived.isEmpty()) {
                requireNonNull(listener).messages(arrived);
            }
        }

        @Override
        public void readyChanged(boolean ready) {
            RedisBroker.this.readyChanged(ready);
        }

        @Override
        public void refused(String channel, RedisCommandException cause) {
            requireNonNull(listener).lost(channel);
        }
    }

    /** Hears what Redis says of feeds. */
    private final class FeedEars implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            // In runs of one feed, so that what arrived together is handed on together.
            int from = 0;
            while (from < batch.size()) {
                String feed = batch.get(from).channel();
                List<ChannelMessage.Published> run = new ArrayList<>();
                while (from < batch.size() && batch.get(from).channel().equals(feed)) {
                    ChannelMessage.Published arrived = arrivals.fed(batch.get(from++));
                    if (arrived != null) {
                        run.add(arrived);
                    }
                }
                if (!run.isEmpty()) {
                    requireNonNull(listener).feed(feed, Collections.unmodifiableList(run));
                }
            }
        }

        @Override
        public void readyChanged(boolean ready) {
            RedisBroker.this.readyChanged(ready);
        }

        @Override
        public void refused(String feed, RedisCommandException cause) {
            requireNonNull(listener).feedLost(feed);
        }
    }

    private static <T> Future<T> unavailable(String operation, Throwable cause) {
        return Future.failedFuture(new BrokerUnavailableException("Redis " + operation + " failed", cause));
    }
}
