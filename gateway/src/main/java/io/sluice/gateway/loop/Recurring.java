package io.sluice.gateway.loop;

import io.sluice.common.threading.EventLoopConfined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Things that come due again and again, each about once in a period, spread over it: those that were added together do not come
 * due together for ever.
 *
 * @param <T> what comes due
 */
@EventLoopConfined
public final class Recurring<T> {

    /** By this part of the period, at most, a thing comes early: enough to pull apart what some event has bunched together. */
    private static final int JITTER_DIVISOR = 10;

    private final long periodNanos;
    private final RandomGenerator random;
    private final PriorityQueue<Entry<T>> entries = new PriorityQueue<>();

    /** @param random spreads the things */
    public Recurring(Duration period, RandomGenerator random) {
        this.periodNanos = period.toNanos();
        this.random = random;
    }

    /** Adds a thing, which comes due for the first time at some moment of the second half of the coming period. */
    public Entry<T> add(T thing, long nowNanos) {
        Entry<T> entry = new Entry<>(thing, nowNanos + random.nextLong(periodNanos / 2, periodNanos));
        entries.add(entry);
        return entry;
    }

    /** The things that are due, at most {@code limit} of them; each is due again in about a period. */
    public List<T> takeDue(long nowNanos, int limit) {
        List<T> due = new ArrayList<>();
        Entry<T> first;
        while (due.size() < limit
                && (first = entries.peek()) != null
                && (first.removed || first.dueNanos - nowNanos <= 0)) {
            entries.remove();
            if (!first.removed) {
                due.add(first.thing);
                first.dueNanos = nowNanos + periodNanos - random.nextLong(periodNanos / JITTER_DIVISOR + 1);
                entries.add(first);
            }
        }
        return due;
    }

    /** Makes everything due within {@code span} from now, spread over it. */
    public void hurry(long nowNanos, Duration span) {
        List<Entry<T>> all = List.copyOf(entries);
        entries.clear();
        for (Entry<T> entry : all) {
            if (!entry.removed) {
                entry.dueNanos = Math.min(entry.dueNanos, nowNanos + random.nextLong(span.toNanos() + 1));
                entries.add(entry);
            }
        }
    }

    /** Number of things, those among them that were removed but not yet met. */
    int size() {
        return entries.size();
    }

    /**
     * A thing's place; {@link #remove} gives it up.
     *
     * @param <T> what comes due
     */
    @EventLoopConfined
    public static final class Entry<T> implements Comparable<Entry<T>> {

        private final T thing;
        private long dueNanos;
        // Left in the queue until it would be due: taking it out of the middle would cost a walk.
        private boolean removed;

        private Entry(T thing, long dueNanos) {
            this.thing = thing;
            this.dueNanos = dueNanos;
        }

        public void remove() {
            removed = true;
        }

        @Override
        public int compareTo(Entry<T> other) {
            return Long.signum(dueNanos - other.dueNanos);
        }
    }
}
