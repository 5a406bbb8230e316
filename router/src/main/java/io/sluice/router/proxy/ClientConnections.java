package io.sluice.router.proxy;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients' connections that are in their HTTP phase, each with the time by which it has to send a request. One that
 * sends it too slowly is closed, however often it sends a byte.
 *
 * <p>While a request is under way there is no deadline here: its exchange has its own. A connection that becomes a relay
 * leaves.
 *
 * <p>Limits: one entry and one timer for each connection.
 *
 * <p>Threading: confined to the event loop of its connections.
 */
@EventLoopConfined
final class ClientConnections {

    /** Marks a connection with a request under way; timers have numbers from 0. */
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Duration headTimeout;
    private final Duration keepAliveTimeout;
    private final IdentityHashMap<HttpConnection, Long> timers = new IdentityHashMap<>();

    ClientConnections(Vertx vertx, ServerSettings settings) {
        this.vertx = vertx;
        this.headTimeout = settings.headTimeout();
        this.keepAliveTimeout = settings.keepAliveTimeout();
    }

    /** A client has connected. */
    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> left(connection));
        connection.exceptionHandler(reset -> {}); // resets are everyday, the close follows
        arm(connection, headTimeout);
    }

    /** A request has come. */
    void busy(HttpConnection connection) {
        disarm(timers.replace(connection, NO_TIMER));
    }

    /** The response to it has been sent. */
    void idle(HttpConnection connection) {
        if (timers.containsKey(connection)) {
            arm(connection, keepAliveTimeout);
        }
    }

    /** The connection is closed or is no longer HTTP. */
    void left(HttpConnection connection) {
        disarm(timers.remove(connection));
    }

    /** Closes all at once, with what they have under way. */
    void closeAll() {
        List.copyOf(timers.keySet())
                .forEach(connection -> connection.close().onFailure(alreadyClosed -> left(connection)));
    }

    private void arm(HttpConnection connection, Duration time) {
        long timer = vertx.setTimer(
                time.toMillis(), late -> connection.close().onFailure(alreadyClosed -> left(connection)));
        disarm(timers.put(connection, timer));
    }

    private void disarm(@Nullable Long timer) {
        if (timer != null && timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
    }
}
