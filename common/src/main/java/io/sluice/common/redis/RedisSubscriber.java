package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** The connection over which this process hears what is published in Redis. */
@ThreadSafe
public final class RedisSubscriber {

    /** Hears messages; every method is called on the subscriber's event loop and must not block. */
    public interface Listener {

        void message(String redisChannel, Buffer payload);

        /** The subscriber became ready (everything is subscribed), or lost its connection. */
        default void readyChanged(boolean ready) {}

        /** Redis refused a channel that had been subscribed before; it is no longer subscribed. */
        default void refused(String redisChannel, RedisCommandException cause) {}
    }

    public RedisSubscriber(Vertx vertx, RedisSettings settings, Listener listener) {}

    public String name() {
        return "redis subscriber";
    }

    public Future<Void> start() {
        return Future.failedFuture("not yet");
    }

    public Future<Void> stop() {
        return Future.failedFuture("not yet");
    }

    public Future<Void> subscribe(String redisChannel) {
        return Future.failedFuture("not yet");
    }

    public Future<Void> unsubscribe(String redisChannel) {
        return Future.failedFuture("not yet");
    }

    public boolean ready() {
        return false;
    }

    /** Connections made after the first one, since the start. */
    public long reconnects() {
        return 0;
    }

    /** Messages passed to the listener since the start. */
    public long messagesReceived() {
        return 0;
    }
}
