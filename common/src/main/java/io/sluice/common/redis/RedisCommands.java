package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** The connection over which this process sends commands to Redis. */
@ThreadSafe
public final class RedisCommands {

    public RedisCommands(Vertx vertx, RedisSettings settings) {}

    public String name() {
        return "redis commands";
    }

    public Future<Void> start() {
        return Future.failedFuture("not yet");
    }

    public Future<Void> stop() {
        return Future.failedFuture("not yet");
    }

    /**
     * Sends one command.
     *
     * @return the answer ({@code null} where Redis answers nil), or {@link RedisUnavailableException},
     *     {@link RedisOverloadedException} or {@link RedisCommandException}
     */
    public Future<Response> send(Request request) {
        return Future.failedFuture("not yet");
    }

    public boolean connected() {
        return false;
    }

    /** Calls {@code action} each time a connection has come up, on the connection's event loop. */
    public void onConnected(Runnable action) {}

    /** Connections made after the first one, since the start. */
    public long reconnects() {
        return 0;
    }
}
