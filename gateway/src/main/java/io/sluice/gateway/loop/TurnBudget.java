package io.sluice.gateway.loop;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long deliveries may keep one event loop from its sockets.
 *
 * <p>The loop runs queued tasks, and those that they queue, for up to a second before it looks at a socket again. So whoever does
 * much work calls {@link #begin}, asks {@link #exhausted} now and then, and puts off what is left by {@link #resume}. All share
 * one budget, which is new each time that the loop has served its sockets.
 *
 * <p>Limit: {@value #SLICE_NANOS} ns a turn, and what is done between two looks at the clock.
 */
@EventLoopConfined
public final class TurnBudget {

    private static final Logger log = LoggerFactory.getLogger(TurnBudget.class);

    /** 2 ms are some 500 system calls: long enough to cost little, short enough that a ping hardly waits. */
    static final long SLICE_NANOS = 2_000_000;

    private final LoopTasks loop;
    private final LongSupplier nanoTime;
    private final Runnable renew = this::renew;

    private List<Runnable> postponed = new ArrayList<>();
    private List<Runnable> resumed = new ArrayList<>();
    private boolean open;
    private long deadlineNanos;

    public TurnBudget(LoopTasks loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Opens this turn's budget, if nobody has yet. */
    public void begin() {
        if (!open) {
            open = true;
            deadlineNanos = nanoTime.getAsLong() + SLICE_NANOS;
            loop.afterIo(renew);
        }
    }

    /** Whether this turn's time is used up. Looks at the clock, which costs about as much as one delivery. */
    public boolean exhausted() {
        return nanoTime.getAsLong() - deadlineNanos > 0;
    }

    /** Runs {@code task} once the loop has served its sockets; between {@link #begin} and that only. */
    public void resume(Runnable task) {
        postponed.add(task);
    }

    private void renew() {
        open = false;
        List<Runnable> tasks = postponed;
        postponed = resumed;
        resumed = tasks;
        // Who was put off last comes first: the others have had this turn's time, and would have the next one's too.
        for (int i = tasks.size() - 1; i >= 0; i--) {
            try {
                tasks.get(i).run();
            } catch (RuntimeException | OutOfMemoryError fault) {
                log.error("what was put off for a turn of the loop failed", fault);
            }
        }
        tasks.clear();
    }
}
