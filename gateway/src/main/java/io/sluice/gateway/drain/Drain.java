package io.sluice.gateway.drain;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.loop.LoopTasks;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets rid of the node's clients, because an operator wants that or because the node stops.
 *
 * <pre>
 *   serving --begin, stop--> draining: delay, then closes at a steady pace --nobody left--> drained
 *      ^----------------------------- undo, unless the node stops ----------------------------'
 * </pre>
 *
 * <p>From the beginning on {@link #draining} says so, new clients are refused, and the node's record in the registry tells
 * routers. Clients are told with code 3001, which makes them reconnect elsewhere: all in all evenly over the period, from
 * whichever loops have most. Who is left at its end is told at once, and has {@link DrainPlan#GOODBYE} to answer. A client that
 * slips in while the node drains is told like all others, even when it had none left.
 *
 * <p>Threading: any thread; clients are looked after on the loop that was given.
 */
@ThreadSafe
public final class Drain implements Service {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** Clients are told in slices this far apart at least and at most: often enough to be steady, and not in step with others. */
    private static final long MIN_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MAX_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What a stop may take beyond delay, period and good-bye, on a machine that is short of time. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(3);

    private final DrainSettings settings;
    private final LoopTasks loop;
    private final Supplier<? extends Collection<? extends DrainedLoop>> loops;
    private final Runnable announce;
    private final LongSupplier unixMillis;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    // Volatile: changed under the lock, read by every handshake. Null while the node serves.
    private volatile @Nullable DrainPlan plan;
    private final LongAdder overdue = new LongAdder();

    // Guarded by this.
    private boolean stopping;
    private long sinceUnixMillis;

    /**
     * @param loop that looks after the drain
     * @param loops whose clients are to go
     * @param announce tells the registry at once that {@link #draining} has changed; must not block
     */
    public Drain(
            DrainSettings settings,
            LoopTasks loop,
            Supplier<? extends Collection<? extends DrainedLoop>> loops,
            Runnable announce,
            LongSupplier unixMillis,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.settings = settings;
        this.loop = loop;
        this.loops = loops;
        this.announce = announce;
        this.unixMillis = unixMillis;
        this.nanoTime = nanoTime;
        this.random = random;
        this.sinceUnixMillis = unixMillis.getAsLong();
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    /** Whether new clients have to go elsewhere. */
    public boolean draining() {
        return plan != null;
    }

    /** Clients that are still connected while the node drains; 0 while it serves. */
    public int remaining() {
        return draining() ? connections() : 0;
    }

    /** How long {@link #stop} takes at most. */
    public Duration stopTimeout() {
        return settings.delay().plus(settings.period()).plus(DrainPlan.GOODBYE).plus(STOP_MARGIN);
    }

    /** Clients that were left at the end of a period, or when a stop was hurried, and were told all at once. */
    public long overdue() {
        return overdue.sum();
    }

    synchronized DrainStatus status() {
        int connections = connections();
        DrainStatus.State state = !draining()
                ? DrainStatus.State.SERVING
                : connections > 0 ? DrainStatus.State.DRAINING : DrainStatus.State.DRAINED;
        return new DrainStatus(state, connections, sinceUnixMillis);
    }

    /** Begins a drain over the period of the settings; one that is under way goes on unchanged. */
    synchronized void begin() {
        begin(settings.period());
    }

    /** Begins a drain over {@code period}; one that is under way goes on unchanged. */
    synchronized void begin(Duration period) {
        if (plan == null) {
            DrainPlan begun = new DrainPlan(settings.delay(), period, nanoTime.getAsLong(), random);
            change(begun);
            log.info("the node drains clients={} period={}", connections(), period);
            loop.execute(() -> tick(begun));
        }
    }

    /** Ends a drain: the node takes clients again. False if it cannot, because it stops. */
    synchronized boolean undo() {
        if (plan != null && !stopping) {
            change(null);
            log.info("the node no longer drains clients={}", connections());
        }
        return !stopping;
    }

    /** Drains for good; completes when the clients are gone or have had their time. */
    @Override
    public Future<Void> stop() {
        synchronized (this) {
            stopping = true;
            if (plan != null) {
                plan.shorten(settings.period(), nanoTime.getAsLong());
            }
            begin();
            return plan == null ? Future.succeededFuture() : plan.over();
        }
    }

    /** Closes all clients now, if the node stops. */
    @Override
    public synchronized void hurry() {
        DrainPlan current = plan;
        if (stopping && current != null && !current.over().isComplete()) {
            current.hurry(nanoTime.getAsLong());
            loop.execute(() -> shed(current));
        }
    }

    private void change(@Nullable DrainPlan next) {
        plan = next;
        sinceUnixMillis = unixMillis.getAsLong();
        announce.run();
    }

    private void tick(DrainPlan current) {
        if (shed(current)) {
            loop.after(random.nextLong(MIN_SLICE_NANOS, MAX_SLICE_NANOS), () -> tick(current));
        }
    }

    /** One slice; false when there will be no other. */
    private boolean shed(DrainPlan current) {
        boolean ended;
        synchronized (this) {
            if (plan != current) {
                return false;
            }
            long now = nanoTime.getAsLong();
            int staying = sum(DrainedLoop::staying);
            int due = current.due(staying, now);
            if (due == DrainPlan.ALL) {
                overdue.add(staying);
            }
            tell(due);
            ended = current.ended(connections(), now);
        }
        if (ended) {
            current.end(); // Not under the lock: the rest of the stop may begin within this call.
        }
        return !(ended && stops());
    }

    private synchronized boolean stops() {
        return stopping;
    }

    private void tell(int count) {
        if (count > 0) {
            List<? extends DrainedLoop> all = List.copyOf(loops.get());
            List<Integer> shares =
                    LoopShares.of(count, all.stream().map(DrainedLoop::staying).toList());
            for (int i = 0; i < all.size(); i++) {
                if (shares.get(i) > 0) {
                    all.get(i).disconnectSome(shares.get(i));
                }
            }
        }
    }

    private int connections() {
        return sum(DrainedLoop::connections);
    }

    private int sum(ToIntFunction<DrainedLoop> figure) {
        return loops.get().stream().mapToInt(figure).sum();
    }
}
