package io.sluice.common.redis;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection over which this process hears what is published in Redis. It reconnects by itself, for ever, and carries
 * nothing but subscribes, unsubscribes and pings.
 *
 * <p>States: not ready, from the start and from each loss of the connection; ready, once a connection is up and every
 * channel that was subscribed before is subscribed again. Redis keeps nothing for an absent subscriber: what was published
 * while not ready is lost here, and whoever must not lose it reads it from a history when {@link Listener#readyChanged}
 * says ready.
 *
 * <p>Limits: a million channels, and a million calls that wait for Redis; one more fails with
 * {@link RedisOverloadedException}.
 *
 * <p>A connection on which nothing arrives for 4 s, though it is pinged every second, is replaced.
 *
 * <p>Threading: all methods from any thread. The socket is served by the event loop on which {@link #start} was called, and
 * the listener is called there; outcomes arrive on the context that made the call.
 */
@ThreadSafe
public final class RedisSubscriber implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(RedisSubscriber.class);

    /** A listener that fails at every message must not flood the log. */
    private static final long FAULTS_PER_LOG_LINE = 1000;

    /** Hears messages; every method is called on the subscriber's event loop and must not block. */
    public interface Listener {

        /**
         * What one read of the socket brought from the subscribed channels: at least one message, those of one channel in
         * the order in which Redis received them. It is as much as a read holds, 64 KiB, or one message if that is longer.
         *
         * @param batch must not be kept: it is used again for the next one
         */
        void messages(List<RedisMessage> batch);

        /** The subscriber became ready (everything is subscribed), or lost its connection. */
        default void readyChanged(boolean ready) {}

        /**
         * Redis refused, after an outage, a channel that had been subscribed before it (the user's rights have changed). It
         * is no longer subscribed.
         */
        default void refused(String channel, RedisCommandException cause) {}
    }

    private final VertxInternal vertx;
    private final Listener listener;
    private final RedisFigures figures;
    private final HomeLoop loop = new HomeLoop();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong connectedNanos = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong listenerFaults = new AtomicLong();

    /* Touched only on the loop. */
    private final Subscriptions subscriptions;
    private final RedisLink link;

    /** Channels are called what they are called in Redis. */
    public RedisSubscriber(Vertx vertx, RedisSettings settings, Listener listener) {
        this(vertx, settings, "", listener, RedisFigures.unseen());
    }

    /**
     * Not connected yet.
     *
     * @param prefix what comes before the name of every channel in Redis, and nowhere else: neither callers nor the listener
     *     see it
     * @param figures told how long subscribing takes
     */
    public RedisSubscriber(
            Vertx vertx, RedisSettings settings, String prefix, Listener listener, RedisFigures figures) {
        this.figures = figures;
        this.vertx = (VertxInternal) vertx;
        this.listener = listener;
        this.subscriptions = new Subscriptions(vertx, prefix, settings.commandTimeout(), new Events(), loop::run);
        this.link = new RedisLink(vertx, new RedisConnector(vertx, settings, "sluice-subscriber"), new LinkUser());
    }

    @Override
    public String name() {
        return "redis subscriber";
    }

    /**
     * Begins to connect. Called once, on an event loop or on a thread outside of Vert.x.
     *
     * @return completes when the first attempt has ended, well or not; so with Redis in reach it is ready by then, and
     *     without it the process can start all the same
     */
    @Override
    public Future<Void> start() {
        loop.settle(vertx);
        Promise<Void> started = vertx.promise();
        loop.run(() -> link.start().onComplete(started));
        return started.future();
    }

    /** Ends the connection; the listener hears that it is not ready, and nothing after. */
    @Override
    public Future<Void> stop() {
        Promise<Void> stopped = vertx.promise();
        if (loop.settled()) {
            loop.run(() -> link.stop().onComplete(stopped));
        } else {
            stopped.complete();
        }
        return stopped.future();
    }

    /**
     * Subscribes a channel, which is then kept through outages until {@link #unsubscribe}. Concurrent calls for one channel
     * share one command; the calls of one turn of the loop share one command of up to 512 channels.
     *
     * @return completes when Redis has confirmed, or at once if the channel is subscribed. Fails with
     *     {@link RedisUnavailableException} at once while not {@link #ready}, when the connection breaks, and when Redis
     *     does not confirm within the command timeout; with {@link RedisCommandException} when Redis refuses; with
     *     {@link java.util.concurrent.CancellationException} when an unsubscribe of the channel overtook this call; with
     *     {@link IllegalArgumentException} when the name has half a surrogate pair. After a failure the channel is not
     *     subscribed, unless it was so by an earlier call.
     */
    public Future<Void> subscribe(String channel) {
        long begun = figures.nowNanos();
        return call(subscriptions::subscribe, channel)
                .onSuccess(subscribed -> figures.answered(RedisUse.SUBSCRIBE, begun));
    }

    /**
     * Unsubscribes a channel. Its messages no longer reach the listener once the call has arrived on the subscriber's loop.
     *
     * @return completes when Redis has confirmed, at once while there is no connection or the channel is not subscribed;
     *     fails with {@link RedisUnavailableException} when Redis does not confirm within the command timeout, and is
     *     carried out all the same
     */
    public Future<Void> unsubscribe(String channel) {
        return call(subscriptions::unsubscribe, channel);
    }

    public boolean ready() {
        return ready.get();
    }

    /** Connections made after the first one, since the start. */
    public long reconnects() {
        return Math.max(0, connections.get() - 1);
    }

    /** Messages passed to the listener since the start. */
    public long messagesReceived() {
        return messages.get();
    }

    private Future<Void> call(BiConsumer<String, Promise<Void>> action, String channel) {
        Promise<Void> outcome = vertx.promise();
        if (loop.settled()) {
            // Always by way of the loop's queue, so that the calls of one thread keep their order.
            loop.run(() -> action.accept(channel, outcome));
        } else {
            outcome.fail(new RedisUnavailableException("redis is unavailable: not started", false));
        }
        return outcome.future();
    }

    private final class LinkUser implements RedisLink.User {

        @Override
        public void connected(RespConnection connection) {
            connectedNanos.set(figures.nowNanos());
            subscriptions.connected(connection);
            connections.incrementAndGet();
        }

        @Override
        public void disconnected(String reason) {
            subscriptions.disconnected(reason);
        }

        @Override
        public void pushed(Response push) {
            subscriptions.pushed(push);
        }

        @Override
        public void readEnded() {
            subscriptions.readEnded();
        }
    }

    /** Passes the table's news on to the listener, whose faults must not harm the table. */
    private final class Events implements Subscriptions.Events {

        @Override
        public void messages(List<RedisMessage> batch) {
            messages.setRelease(messages.getPlain() + batch.size());
            try {
                listener.messages(batch);
            } catch (RuntimeException fault) {
                failed(fault);
            }
        }

        @Override
        public void readyChanged(boolean nowReady) {
            ready.set(nowReady);
            if (nowReady) {
                figures.resubscribed(connectedNanos.get());
            }
            try {
                listener.readyChanged(nowReady);
            } catch (RuntimeException fault) {
                failed(fault);
            }
        }

        @Override
        public void refused(String channel, RedisCommandException cause) {
            LOG.warn(PEER, "redis refuses a channel that was subscribed: channel={} cause={}", channel, cause.code());
            try {
                listener.refused(channel, cause);
            } catch (RuntimeException fault) {
                failed(fault);
            }
        }

        private void failed(RuntimeException fault) {
            long before = listenerFaults.getAndIncrement();
            if (before % FAULTS_PER_LOG_LINE == 0) {
                LOG.error("the listener of a Redis subscriber failed: faults={}", before + 1, fault);
            }
        }
    }
}
