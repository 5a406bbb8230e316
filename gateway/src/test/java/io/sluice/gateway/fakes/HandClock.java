package io.sluice.gateway.fakes;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that stands still, or moves on by a fixed step each time that somebody looks at it. */
public final class HandClock implements LongSupplier {

    private long now;
    private long step;

    public void advance(Duration time) {
        now += time.toNanos();
    }

    /** From here on each look finds the clock moved on by {@code step}. */
    public void stepBy(Duration step) {
        this.step = step.toNanos();
    }

    /** The time, without looking at the clock. */
    public long now() {
        return now;
    }

    /** Moves on to {@code time}, if that is not over. */
    public void moveTo(long time) {
        now = Math.max(now, time);
    }

    @Override
    public long getAsLong() {
        now += step;
        return now;
    }
}
