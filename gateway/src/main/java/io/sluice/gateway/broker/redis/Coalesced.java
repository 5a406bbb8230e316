package io.sluice.gateway.broker.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Does something costly at once when it is asked for, and not again before a pause is over: all that ask meanwhile get it once, at
 * the end of the pause.
 *
 * <p>Threading: any thread; the action runs on that of who asks, or on one of Vert.x.
 */
@ThreadSafe
final class Coalesced {

    private final Vertx vertx;
    private final Duration pause;
    private final Runnable action;

    private boolean pausing;
    private boolean askedAgain;

    Coalesced(Vertx vertx, Duration pause, Runnable action) {
        this.vertx = vertx;
        this.pause = pause;
        this.action = action;
    }

    void ask() {
        synchronized (this) {
            if (pausing) {
                askedAgain = true;
                return;
            }
            pausing = true;
        }
        act();
    }

    private void act() {
        vertx.setTimer(pause.toMillis(), timer -> paused());
        action.run();
    }

    private void paused() {
        synchronized (this) {
            pausing = askedAgain;
            askedAgain = false;
            if (!pausing) {
                return;
            }
        }
        act();
    }
}
