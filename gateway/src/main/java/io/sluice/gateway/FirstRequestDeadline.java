package io.sluice.gateway;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Closes connections of one loop whose first request does not come in time, whether they are silent or send it byte by byte:
 * each would hold a file descriptor for as long as it likes.
 */
@EventLoopConfined
final class FirstRequestDeadline {

    /** More than a request head takes over the worst of networks. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final TimerWheel timers;
    private final IdentityHashMap<HttpConnection, TimerWheel.Timer> waiting = new IdentityHashMap<>();

    FirstRequestDeadline(TimerWheel timers) {
        this.timers = timers;
    }

    /** A connection was accepted. */
    void begin(HttpConnection connection) {
        TimerWheel.Timer timer = new TimerWheel.Timer(() -> {
            waiting.remove(connection);
            var unused = connection.close();
        });
        waiting.put(connection, timer);
        connection.closeHandler(closed -> met(connection));
        timers.start(timer, DEADLINE);
    }

    /** A request of the connection arrived, or it is closed; its later requests may take their time. */
    void met(HttpConnection connection) {
        TimerWheel.Timer timer = waiting.remove(connection);
        if (timer != null) {
            timer.stop();
        }
    }
}
