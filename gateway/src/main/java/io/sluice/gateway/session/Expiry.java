package io.sluice.gateway.session;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;

/** The end of something that has to be refreshed. */
@EventLoopConfined
final class Expiry {

    private final TimerWheel timers;
    private final WallClock clock;
    private final TimerWheel.Timer timer;
    private long expireAtSeconds;

    /** @param expired called at the end */
    Expiry(TimerWheel timers, WallClock clock, Runnable expired) {
        this.timers = timers;
        this.clock = clock;
        this.timer = new TimerWheel.Timer(expired);
    }

    /**
     * Sets the end, or takes it back.
     *
     * @param atSeconds Unix time in seconds; 0 for never
     * @param grace time beyond it
     */
    void set(long atSeconds, Duration grace) {
        expireAtSeconds = atSeconds;
        timer.stop();
        if (atSeconds > 0) {
            timers.start(timer, Duration.ofMillis(clock.millisUntil(atSeconds)).plus(grace));
        }
    }

    /** Comes to an end after {@code delay}, whatever was set. */
    void retryIn(Duration delay) {
        timers.start(timer, delay);
    }

    void stop() {
        timer.stop();
    }

    boolean expires() {
        return expireAtSeconds > 0;
    }

    /** Seconds until the end, without grace; 0 if there is none. */
    long ttlSeconds() {
        return clock.ttlSeconds(expireAtSeconds);
    }

    /** Seconds since the end, grace not counted. */
    long secondsOver() {
        return clock.secondsSince(expireAtSeconds);
    }
}
