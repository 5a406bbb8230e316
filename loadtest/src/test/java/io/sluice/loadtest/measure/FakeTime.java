package io.sluice.loadtest.measure;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only when someone sleeps, and remembers until when they slept. */
public final class FakeTime implements TimeSource {
    private final List<Long> sleptUntil = new ArrayList<>();
    private long nanos;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized long unixMillis() {
        return nanos / 1_000_000;
    }

    @Override
    public synchronized void sleepUntil(long deadlineNanos) {
        sleptUntil.add(deadlineNanos);
        nanos = Math.max(nanos, deadlineNanos);
    }

    public synchronized List<Long> sleptUntil() {
        return List.copyOf(sleptUntil);
    }
}
