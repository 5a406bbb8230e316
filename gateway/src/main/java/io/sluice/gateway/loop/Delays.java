package io.sluice.gateway.loop;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short delays of very many clients of one loop, where few different delays occur. Clients with the same delay come due in the
 * order in which they were added, so a plain queue for each delay does for a timer.
 *
 * <p>Those that come due within {@value #ROUND_NANOS} ns, or half the delay if that is less, share one waking of the loop; the
 * later ones of them then wait that much less than their delay. What does not fit into the turn's budget comes in the next turn.
 */
@EventLoopConfined
public final class Delays {

    /** 1 ms: more wakings than a thousand a second would cost more than they spread. */
    public static final long ROUND_NANOS = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(Delays.class);

    /** Calls between two looks at the clock, which costs as much as a short call. */
    private static final int CALLS_PER_CLOCK_CHECK = 64;

    private final LoopTasks loop;
    private final TurnBudget turn;
    private final LongSupplier nanoTime;
    // Those in which somebody waits.
    private final Map<Long, Queue> queues = new HashMap<>();

    public Delays(LoopTasks loop, TurnBudget turn, LongSupplier nanoTime) {
        this.loop = loop;
        this.turn = turn;
        this.nanoTime = nanoTime;
    }

    /** Calls {@code client} once, {@code delayNanos} from now; there is no taking it back. */
    public void add(Due client, long delayNanos) {
        Queue queue = queues.get(delayNanos);
        if (queue == null) {
            queue = new Queue(delayNanos);
            queues.put(delayNanos, queue);
        }
        queue.add(client);
    }

    /** A client that waits for the end of a delay. */
    @FunctionalInterface
    public interface Due {
        /** The delay is over. Must not throw; may add itself again. */
        void due();
    }

    private record Round(long dueNanos, List<Due> clients) {}

    /** The clients of one delay. */
    @EventLoopConfined
    private final class Queue {

        private final long delayNanos;
        private final long roundNanos;
        private final Runnable wake = this::wake;
        private final ArrayDeque<Round> rounds = new ArrayDeque<>();
        // How many of the first round's clients have been called.
        private int called;

        Queue(long delayNanos) {
            this.delayNanos = delayNanos;
            this.roundNanos = Math.min(ROUND_NANOS, delayNanos / 2);
        }

        void add(Due client) {
            long now = nanoTime.getAsLong();
            Round latest = rounds.peekLast();
            if (latest == null || now + delayNanos - latest.dueNanos() > roundNanos) {
                boolean asleep = latest == null;
                latest = new Round(now + delayNanos, new ArrayList<>());
                rounds.add(latest);
                if (asleep) {
                    loop.after(delayNanos, wake);
                }
            }
            latest.clients().add(client);
        }

        private void wake() {
            turn.begin();
            long now = nanoTime.getAsLong();
            Round first = rounds.element();
            // A round stays in its place while its clients are called: who adds itself then must not wake the loop
            // twice.
            while (first != null && first.dueNanos() - now <= 0) {
                if (!callAll(first)) {
                    turn.resume(wake);
                    return;
                }
                rounds.remove();
                first = rounds.peek();
            }
            if (first != null) {
                loop.after(first.dueNanos() - now, wake);
            } else {
                queues.remove(delayNanos);
            }
        }

        /** Whether all were called; false when the turn's time is used up first. */
        private boolean callAll(Round round) {
            // A client that is added meanwhile gets a later round, since this one's delay is over.
            List<Due> clients = round.clients();
            while (called < clients.size()) {
                call(clients.get(called++));
                if (called % CALLS_PER_CLOCK_CHECK == 0 && turn.exhausted()) {
                    return false;
                }
            }
            called = 0;
            return true;
        }

        /** One client's failure, for instance for want of memory, must cost no other its call. */
        private void call(Due client) {
            try {
                client.due();
            } catch (RuntimeException | OutOfMemoryError e) {
                log.warn(PEER, "a delayed task failed", e);
            }
        }
    }
}
