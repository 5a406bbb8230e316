package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts to reconnect: 100 ms, doubling to 1 s, each drawn from the upper half of its step so that
 * the nodes that lost the same server do not come back in the same instant. The number of attempts is not limited.
 */
@EventLoopConfined
final class Backoff {

    static final long FIRST_MILLIS = 100;

    /** Short, because a node without Redis serves nobody, and an attempt costs Redis next to nothing. */
    static final long LONGEST_MILLIS = 1000;

    private final RandomGenerator random;
    private long stepMillis = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next pause in milliseconds. */
    long nextMillis() {
        long step = stepMillis;
        stepMillis = Math.min(step * 2, LONGEST_MILLIS);
        return random.nextLong(step / 2, step + 1);
    }

    /** Starts again at the shortest pause. */
    void reset() {
        stepMillis = FIRST_MILLIS;
    }
}
