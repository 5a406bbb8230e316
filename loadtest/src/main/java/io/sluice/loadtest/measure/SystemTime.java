package io.sluice.loadtest.measure;

import java.util.concurrent.locks.LockSupport;

/** The machine's clocks; the only place of this module that reads them. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long unixMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void sleepUntil(long deadlineNanos) throws InterruptedException {
        for (long left = deadlineNanos - nanos(); left > 0; left = deadlineNanos - nanos()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the next due time");
            }
        }
    }
}
