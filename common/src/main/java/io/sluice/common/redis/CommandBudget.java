package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many commands, and how many bytes of them, wait for their outcome; and whether one more may. */
@ThreadSafe
final class CommandBudget {

    /** A Redis that answers fewer than 40 000 commands a second would not come to the last of these within 1.5 s. */
    static final int MAX_COMMANDS = 65_536;

    /** Bounds the memory that a stalled Redis can cost this process; 2000 messages of the largest usual size. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Takes room for one command; {@code false}, and nothing taken, if there is not enough. */
    boolean take(int commandBytes) {
        // Others may take at the same time, so both are taken first and then given back if that was too much.
        int commandsNow = commands.incrementAndGet();
        long bytesNow = bytes.addAndGet(commandBytes);
        if (commandsNow > MAX_COMMANDS || bytesNow > MAX_BYTES) {
            give(commandBytes);
            return false;
        }
        return true;
    }

    void give(int commandBytes) {
        commands.decrementAndGet();
        bytes.addAndGet(-commandBytes);
    }

    int commands() {
        return commands.get();
    }
}
