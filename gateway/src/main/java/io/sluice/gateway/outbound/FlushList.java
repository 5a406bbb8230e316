package io.sluice.gateway.outbound;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one loop for which something is to be sent. They are flushed by a task behind the one that added the first: one
 * system call for each client and batch replaces one for each message, and with ten messages in a batch that saves four fifths
 * of the CPU. What one turn's budget does not allow is flushed in the next.
 */
@EventLoopConfined
public final class FlushList {

    private static final Logger log = LoggerFactory.getLogger(FlushList.class);

    /** Flushes between two looks at the clock: some 60 µs. */
    private static final int FLUSHES_PER_CLOCK_CHECK = 16;

    private final LoopTasks loop;
    private final TurnBudget turn;
    private final Runnable flushAll = this::flushAll;
    private final ArrayDeque<Flushable> dirty = new ArrayDeque<>();
    private boolean scheduled;

    public FlushList(LoopTasks loop, TurnBudget turn) {
        this.loop = loop;
        this.turn = turn;
    }

    /** Adds a client; the caller makes sure that it is added once between two flushes. */
    public void add(Flushable client) {
        dirty.add(client);
        if (!scheduled) {
            scheduled = true;
            loop.execute(flushAll);
        }
    }

    private void flushAll() {
        turn.begin();
        int flushed = 0;
        Flushable next;
        while ((next = dirty.poll()) != null) {
            flush(next);
            if (++flushed % FLUSHES_PER_CLOCK_CHECK == 0 && turn.exhausted()) {
                turn.resume(flushAll);
                return;
            }
        }
        scheduled = false;
    }

    private static void flush(Flushable client) {
        try {
            client.flush();
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn(PEER, "flush failed", e); // The others have to be sent all the same.
        }
    }

    /** A client with messages or bytes to send. */
    @FunctionalInterface
    public interface Flushable {
        /** Sends what waits; must not throw. */
        void flush();
    }
}
