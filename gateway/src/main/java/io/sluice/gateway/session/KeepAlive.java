package io.sluice.gateway.session;

import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Pings one client and notices when it does not answer.
 *
 * <p>The first ping comes at a random moment in the second half of the interval, so that clients which connected together are
 * not pinged together for ever; the next ones come regularly.
 */
@EventLoopConfined
final class KeepAlive {

    private final TimerWheel timers;
    private final Duration interval;
    private final Duration pongTimeout;
    private final boolean expectsPong;
    private final LongSupplier nanoTime;
    private final LoopHistogram roundTrips;
    private final Runnable sendPing;
    private final Runnable timedOut;
    private final TimerWheel.Timer timer = new TimerWheel.Timer(this::elapsed);
    // The timer ends either the wait for the next ping, or the time for the pong.
    private boolean pingDue = true;
    private boolean awaitingPong;
    // Valid while a pong is awaited.
    private long pingedNanos;

    /**
     * @param expectsPong whether the client has to answer; without, pings only keep the connection from looking idle
     * @param nanoTime monotonic clock
     * @param roundTrips gets how long each pong took, in nanoseconds
     * @param sendPing sends a ping
     * @param timedOut called when no pong came in time; the client is then taken for gone
     */
    KeepAlive(
            TimerWheel timers,
            ClientSettings settings,
            boolean expectsPong,
            LongSupplier nanoTime,
            LoopHistogram roundTrips,
            Runnable sendPing,
            Runnable timedOut) {
        this.timers = timers;
        this.interval = settings.pingInterval();
        this.pongTimeout = settings.pongTimeout();
        this.expectsPong = expectsPong;
        this.nanoTime = nanoTime;
        this.roundTrips = roundTrips;
        this.sendPing = sendPing;
        this.timedOut = timedOut;
    }

    /** Begins, if pings are configured at all. */
    void start(RandomGenerator random) {
        if (!interval.isZero()) {
            long millis = interval.toMillis();
            timers.start(timer, Duration.ofMillis(random.nextLong(millis / 2, millis)));
        }
    }

    /** Takes a pong; false if none was asked for. */
    boolean pong() {
        boolean asked = awaitingPong;
        awaitingPong = false;
        if (asked) {
            roundTrips.record(nanoTime.getAsLong() - pingedNanos);
        }
        return asked;
    }

    void stop() {
        timer.stop();
    }

    private void elapsed() {
        if (!expectsPong) {
            timers.start(timer, interval);
            sendPing.run();
        } else if (pingDue) {
            pingDue = false;
            awaitingPong = true;
            pingedNanos = nanoTime.getAsLong();
            timers.start(timer, pongTimeout);
            sendPing.run();
        } else if (awaitingPong) {
            timedOut.run();
        } else {
            pingDue = true;
            timers.start(timer, interval.minus(pongTimeout));
        }
    }
}
