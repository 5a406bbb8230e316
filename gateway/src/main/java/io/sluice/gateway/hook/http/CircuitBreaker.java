package io.sluice.gateway.hook.http;

import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps calls from a back end that is down: after a number of failures in a row none is admitted for a pause, then one, as a
 * probe, whose outcome decides. What ends a call reports it, whether it was admitted as a probe or before.
 */
@ThreadSafe
final class CircuitBreaker {

    private enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private final int failuresToOpen;
    private final long pauseNanos;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private State state = State.CLOSED;
    private int failuresInRow;
    private long openedAtNanos;

    /** @param failuresToOpen failures in a row that open it; 0 for a breaker that never opens */
    CircuitBreaker(int failuresToOpen, Duration pause, LongSupplier nanoTime) {
        this.failuresToOpen = failuresToOpen;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether a call may be made now; it must then be followed by {@link #succeeded} or {@link #failed}. */
    synchronized boolean admits() {
        return switch (state) {
            case CLOSED -> true;
            case PROBING -> false;
            case OPEN -> {
                boolean rested = nanoTime.getAsLong() - openedAtNanos >= pauseNanos;
                if (rested) {
                    state = State.PROBING;
                }
                yield rested;
            }
        };
    }

    /** The back end answered: also of a call from before it opened, for that shows the same. */
    synchronized void succeeded() {
        state = State.CLOSED;
        failuresInRow = 0;
    }

    /**
     * The back end did not answer.
     *
     * @return whether this opened the breaker, which was closed before
     */
    synchronized boolean failed() {
        if (state == State.PROBING) {
            open();
            return false;
        }
        failuresInRow++;
        if (state == State.CLOSED && failuresToOpen > 0 && failuresInRow >= failuresToOpen) {
            open();
            return true;
        }
        return false;
    }

    /** Whether calls are refused, but for a probe. */
    synchronized boolean isOpen() {
        return state != State.CLOSED;
    }

    private void open() {
        state = State.OPEN;
        openedAtNanos = nanoTime.getAsLong();
    }
}
