package io.sluice.gateway.loop;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.util.Objects.requireNonNull;

import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A hashed timing wheel (Varghese and Lauck, 1987, scheme 6): a ring of buckets, one for each tick; a timer lies in the bucket
 * of its tick and counts the rounds that are left. Starting and stopping cost a few pointer writes and no allocation beyond
 * the timer itself, where the loop's own priority queue would cost a logarithm and a task object for each of its 10,000 idle
 * connections. The price is precision: a timer is up to one tick late.
 */
/**
 * The timers of one event loop's connections: pings, pongs, handshakes, closes.
 *
 * <p>Threading: confined to the loop that calls {@link #tick}.
 */
@EventLoopConfined
public final class TimerWheel {

    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);

    /** Time between two calls of {@link #tick}: fine enough for time-outs of a second and more. */
    public static final Duration TICK = Duration.ofMillis(100);

    /** Buckets in the ring: 51.2 s, so that pings take less than one round. */
    private static final int BUCKETS = 512;

    private final List<Timer> buckets = new ArrayList<>(BUCKETS);
    private int now;

    public TimerWheel() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new Timer(() -> {}));
        }
    }

    /** Runs {@code timer}'s task once after {@code delay}, rounded up to whole ticks; a timer that runs already is moved. */
    public void start(Timer timer, Duration delay) {
        timer.stop();
        long ticks = Math.max(1, (delay.toMillis() + TICK.toMillis() - 1) / TICK.toMillis());
        timer.rounds = (int) Math.min(Integer.MAX_VALUE, (ticks - 1) / BUCKETS);
        timer.linkInto(buckets.get((int) ((now + ticks) % BUCKETS)));
    }

    /** Moves on by one tick and runs what is due. Tasks may start and stop any timer, their own too. */
    public void tick() {
        now = (now + 1) % BUCKETS;
        Timer head = buckets.get(now);
        Timer due = takeDue(head);
        while (due != null) {
            Timer next = due.nextDue;
            due.nextDue = null;
            if (due.isDue) {
                due.isDue = false;
                run(due.task);
            }
            due = next;
        }
    }

    /** One connection's failure must not cost the others their timers. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn(PEER, "timer task failed", e);
        }
    }

    /** Unlinks the timers of this round; they form a chain, so that what their tasks do to the bucket cannot confuse us. */
    private static @Nullable Timer takeDue(Timer head) {
        Timer first = null;
        Timer last = null;
        for (Timer timer = head.next; timer != head; ) {
            Timer next = timer.next;
            if (timer.rounds > 0) {
                timer.rounds--;
            } else {
                timer.unlink();
                timer.isDue = true;
                if (last == null) {
                    first = timer;
                } else {
                    last.nextDue = timer;
                }
                last = timer;
            }
            timer = next;
        }
        return first;
    }

    /** A task to be run once, as often as it is started. */
    @EventLoopConfined
    public static final class Timer {

        private final Runnable task;
        private int rounds;
        // Due in the tick that is being worked off; stop() may still take it back.
        private boolean isDue;
        private @Nullable Timer nextDue;
        // Linked to itself while not started.
        private Timer previous;
        private Timer next;

        public Timer(Runnable task) {
            this.task = requireNonNull(task);
            this.previous = this;
            this.next = this;
        }

        /** Whether the task is still to be run. */
        public boolean isRunning() {
            return next != this || isDue;
        }

        /** Takes the start back; of no effect if the timer does not run. */
        public void stop() {
            isDue = false;
            unlink();
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }

        private void linkInto(Timer head) {
            previous = head.previous;
            next = head;
            head.previous.next = this;
            head.previous = this;
        }
    }
}
