package io.sluice.gateway.broker.redis;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.json.JsonPayloads;
import io.sluice.common.redis.RedisCommandException;
import io.sluice.common.redis.RedisCommands;
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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker over Redis pub/sub: channel {@code c} is Redis channel {@code <prefix>.client.c}.
 *
 * <p>What nodes publish is a {@link PublicationEnvelope}. Anything else that is one JSON value counts as a publication too,
 * so that {@code redis-cli PUBLISH} or any Redis client can feed channels; the rest is counted and dropped.
 *
 * <p>Limits: data larger than {@code maxPublicationBytes} is counted and dropped on arrival.
 */
@ThreadSafe
public final class RedisBroker implements Broker {

    private static final Logger log = LoggerFactory.getLogger(RedisBroker.class);

    private final RedisCommands commands;
    private final ShardedSubscriber subscriber;
    private final String channelPrefix;
    private final int maxPublicationBytes;
    private final LongAdder undecodable = new LongAdder();

    // Written once before start.
    private volatile @Nullable Listener listener;

    /** {@code commands} is started and stopped by whoever made it; the subscriber connections are this broker's own. */
    public RedisBroker(Vertx vertx, RedisSettings settings, RedisCommands commands, int maxPublicationBytes) {
        this.commands = commands;
        this.channelPrefix = settings.prefix() + ".client.";
        this.subscriber = new ShardedSubscriber(vertx, settings, channelPrefix, new Ears());
        this.maxPublicationBytes = maxPublicationBytes;
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
        return subscriber.start();
    }

    @Override
    public Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        Request request =
                Request.cmd(Command.PUBLISH).arg(channelPrefix + channel).arg(PublicationEnvelope.encode(publication));
        return commands.send(request)
                .transform((reply, cause) -> cause == null
                        ? Future.succeededFuture(PublishResult.published(NO_POSITION))
                        : unavailable("publish", cause));
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
    public boolean ready() {
        return subscriber.ready() && commands.connected();
    }

    @Override
    public Future<Void> stop() {
        return subscriber.stop();
    }

    /** Messages dropped so far because they were neither an envelope nor JSON, or too large. */
    public long undecodable() {
        return undecodable.sum();
    }

    /** Times that a subscriber connection was lost and made anew. */
    public long reconnects() {
        return subscriber.reconnects();
    }

    /** Messages that came from Redis so far, those dropped among them. */
    public long messagesReceived() {
        return subscriber.messagesReceived();
    }

    /** Hears what Redis says on the subscriber connections, of different channels on different threads. */
    private final class Ears implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            RedisBroker.this.messages(batch);
        }

        @Override
        public void refused(String channel, RedisCommandException cause) {
            requireNonNull(listener).lost(channel);
        }
    }

    private void messages(List<RedisMessage> batch) {
        List<ChannelMessage> publications = new ArrayList<>(batch.size());
        for (RedisMessage message : batch) {
            int bytes = message.payload().remaining();
            Publication publication = decode(message.payload());
            if (publication == null || publication.data().size() > maxPublicationBytes) {
                undecodable.increment();
                log.debug("message dropped channel={} bytes={}", message.channel(), bytes);
            } else {
                publications.add(new ChannelMessage.Published(message.channel(), publication, false));
            }
        }
        if (!publications.isEmpty()) {
            requireNonNull(listener).messages(Collections.unmodifiableList(publications));
        }
    }

    private static @Nullable Publication decode(ByteBuffer bytes) {
        if (bytes.hasRemaining() && bytes.get(bytes.position()) == PublicationEnvelope.MARK) {
            return PublicationEnvelope.decode(bytes);
        }
        try {
            byte[] json = new byte[bytes.remaining()];
            bytes.get(json);
            Payload data = JsonPayloads.parse(json);
            return data.isEmpty() ? null : new Publication(data, null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private static <T> Future<T> unavailable(String operation, Throwable cause) {
        return Future.failedFuture(new BrokerUnavailableException("Redis " + operation + " failed", cause));
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
