package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one connection to Redis open: connects, reconnects after a {@link Backoff}, without end, and replaces a connection
 * on which nothing arrives although it is pinged every second (a half-open one, or a server that hangs), or which leads to a
 * server that is no longer the master.
 */
@EventLoopConfined
final class RedisLink {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final long PING_INTERVAL_MILLIS = 1000;

    /** Longer than a command may wait, so that a short hiccup costs commands and not the connection. */
    private static final int SILENT_INTERVALS_UNTIL_DEAD = 4;

    private static final Buffer PING = RequestEncoder.encode(Request.cmd(Command.PING));
    private static final List<RespConnection.Waiting> PONG = List.of(RespConnection.Waiting.NOBODY);

    /** Who lives on the link; called on the loop. */
    interface User {

        /** A connection is up; valid until {@link #disconnected}. */
        void connected(RespConnection connection);

        /** The connection that was up is gone; what is unanswered on it hears that next. */
        void disconnected(String reason);

        default void pushed(Response push) {}

        /** What one read of the socket brought has been handed over. */
        default void readEnded() {}
    }

    private final Vertx vertx;
    private final RedisConnector connector;
    private final User user;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final Promise<Void> firstAttempt = Promise.promise();
    private @Nullable RespConnection connection;
    private boolean stopped;

    /* Why the last attempt failed, so that a lasting reason is logged once; empty while connected. */
    private String lastFailure = "";

    /* State of the liveness check of the present connection. */
    private long chunksSeen;
    private int silentIntervals;

    RedisLink(Vertx vertx, RedisConnector connector, User user) {
        this.vertx = vertx;
        this.connector = connector;
        this.user = user;
    }

    /** Begins to connect; completes when the first attempt has ended, well or not. */
    Future<Void> start() {
        connect();
        return firstAttempt.future();
    }

    /** Ends the connection and all attempts; the user hears of it as of any other end. */
    Future<Void> stop() {
        stopped = true;
        if (connection != null) {
            connection.close("stopped");
        }
        firstAttempt.tryComplete();
        return connector.close();
    }

    private void connect() {
        if (!stopped) {
            connector.open().onComplete(this::up, this::attemptFailed);
        }
    }

    private void up(RespConnection opened) {
        if (stopped) {
            opened.close("stopped");
            return;
        }
        if (opened.closed()) {
            attemptFailed(new RedisUnavailableException("connection closed by Redis", false));
            return;
        }
        LOG.info("redis connected: address={}", connector.address());
        lastFailure = "";
        connection = opened;
        chunksSeen = opened.chunksReceived();
        silentIntervals = 0;
        opened.pushHandler(user::pushed);
        opened.readEndHandler(user::readEnded);
        opened.closedHandler(this::down);
        vertx.setTimer(PING_INTERVAL_MILLIS, id -> check(opened));
        user.connected(opened);
        firstAttempt.tryComplete();
    }

    private void attemptFailed(Throwable cause) {
        if (stopped) {
            return;
        }
        String failure = String.valueOf(cause.getMessage());
        if (!failure.equals(lastFailure)) {
            lastFailure = failure;
            LOG.warn(
                    "redis not reachable, will keep trying: address={} cause={}",
                    connector.address(),
                    cause.getMessage());
        }
        firstAttempt.tryComplete();
        vertx.setTimer(backoff.nextMillis(), id -> connect());
    }

    private void down(String reason) {
        connection = null;
        if (!stopped) {
            LOG.warn("redis connection lost, will reconnect: address={} cause={}", connector.address(), reason);
            vertx.setTimer(backoff.nextMillis(), id -> connect());
        }
        user.disconnected(reason);
    }

    private void check(RespConnection checked) {
        if (checked.closed()) {
            return;
        }
        // Not before now: a server that drops each connection at once must not be dialled ten times a second for ever.
        backoff.reset();
        boolean silent = checked.chunksReceived() == chunksSeen;
        chunksSeen = checked.chunksReceived();
        silentIntervals = silent ? silentIntervals + 1 : 0;
        if (silentIntervals >= SILENT_INTERVALS_UNTIL_DEAD) {
            checked.close("silent for " + SILENT_INTERVALS_UNTIL_DEAD * PING_INTERVAL_MILLIS + " ms");
            return;
        }
        checked.send(PING, PONG);
        connector.check(checked);
        vertx.setTimer(PING_INTERVAL_MILLIS, id -> check(checked));
    }
}
