package io.sluice.gateway.session;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The end of something that has to be refreshed. */
@EventLoopConfined
final class Expiry {

    /** What lasts longer is taken for this: clients keep the time in a timer, and the largest that they can set is 24 days more. */
    static final Duration LONGEST = Duration.ofDays(365);

    private final TimerWheel timers;
    private final LongSupplier unixMillis;
    private final TimerWheel.Timer timer;
    private long expireAtSeconds;

    /** @param expired called at the end */
    Expiry(TimerWheel timers, LongSupplier unixMillis, Runnable expired) {
        this.timers = timers;
        this.unixMillis = unixMillis;
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
            timers.start(timer, Duration.ofMillis(millisLeft()).plus(grace));
        }
    }

    /**
     * Whether such an end has come already.
     *
     * @param atSeconds Unix time in seconds; 0 for never
     */
    boolean isOver(long atSeconds) {
        return atSeconds > 0 && TimeUnit.SECONDS.toMillis(atSeconds) <= unixMillis.getAsLong();
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

    /** Seconds until the end, without grace: at least 1, so that a client does not take it for never; 0 if there is none. */
    long ttlSeconds() {
        return expires() ? Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millisLeft())) : 0;
    }

    /** Seconds since the end, grace not counted. */
    long secondsOver() {
        return Math.max(0, TimeUnit.MILLISECONDS.toSeconds(unixMillis.getAsLong()) - expireAtSeconds);
    }

    private long millisLeft() {
        long left = TimeUnit.SECONDS.toMillis(expireAtSeconds) - unixMillis.getAsLong();
        return Math.max(0, Math.min(left, LONGEST.toMillis()));
    }
}
