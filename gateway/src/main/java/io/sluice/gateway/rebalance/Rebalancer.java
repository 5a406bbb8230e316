package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.LoopTasks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads the registry once a second and moves as many clients as {@link RebalanceDecider} says, in ten slices over the second.
 * While the registry does not answer nobody is moved.
 *
 * <p>Threading: {@link #start} and {@link #stop} from any thread; everything else on one event loop.
 */
@EventLoopConfined
public final class Rebalancer implements Service {

    private static final long SLICE_MILLIS = 100;

    /** In a second, in which the figures of other nodes change once. */
    private static final int SLICES = 10;

    /**
     * What the rebalancer sees of its node.
     *
     * @param id of the node, as in its record
     * @param connections number of them, without those that have been told to go; asked on the rebalancer's loop
     * @param draining whether the node drains
     * @param move tells as many clients to go, those first that lose least by it; completes with the number of those who
     *     could be told, on any thread
     */
    public record Node(
            String id, IntSupplier connections, BooleanSupplier draining, IntFunction<Future<Integer>> move) {}

    private final Vertx vertx;
    private final Context context;
    private final LoopTasks loop;
    private final Node node;
    private final Supplier<Future<List<NodeRecord>>> registry;
    private final RebalanceFigures figures;
    private final LongSupplier nanoTime;
    private final RebalanceDecider decider;
    private final PhaseLog log;

    private long timer;
    private boolean running;
    private boolean reading;
    private int ticks;
    // Of the present second.
    private int toMove;
    private int slicesLeft;

    /**
     * A rebalancer that does nothing yet.
     *
     * @param registry the records of all live nodes
     * @param figures where it tells what it does
     * @param nanoTime monotonic clock
     */
    public Rebalancer(
            Vertx vertx,
            RebalanceSettings settings,
            Node node,
            Supplier<Future<List<NodeRecord>>> registry,
            RebalanceFigures figures,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.loop = new LoopTasks(context);
        this.node = node;
        this.registry = registry;
        this.figures = figures;
        this.nanoTime = nanoTime;
        this.decider = new RebalanceDecider(settings, node.id());
        this.log = new PhaseLog();
    }

    @Override
    public String name() {
        return "rebalancer";
    }

    @Override
    public Future<Void> start() {
        return onLoop(() -> {
            running = true;
            timer = vertx.setPeriodic(SLICE_MILLIS, tick -> tick());
        });
    }

    @Override
    public Future<Void> stop() {
        return onLoop(() -> {
            running = false;
            vertx.cancelTimer(timer);
        });
    }

    private Future<Void> onLoop(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> {
            action.run();
            done.complete();
        });
        return done.future();
    }

    private void tick() {
        if (ticks++ % SLICES == 0) {
            decide();
        }
        if (slicesLeft > 0 && !node.draining().getAsBoolean()) {
            int slice = (toMove + slicesLeft - 1) / slicesLeft;
            toMove -= slice;
            slicesLeft--;
            move(slice);
        }
    }

    private void decide() {
        if (reading) {
            adopt(decider.unknown(node.connections().getAsInt()));
            return;
        }
        reading = true;
        loop.completeHere(registry.get()).onComplete(read -> {
            reading = false;
            if (running) {
                int own = node.connections().getAsInt();
                adopt(
                        read.succeeded()
                                ? decider.next(
                                        read.result(), own, node.draining().getAsBoolean(), nanoTime.getAsLong())
                                : decider.unknown(own));
            }
        });
    }

    private void adopt(RebalanceDecision decision) {
        toMove = decision.moves();
        slicesLeft = toMove > 0 ? SLICES : 0;
        figures.decided(decision);
        log.decided(decision, figures.moved(), TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong()));
    }

    private void move(int count) {
        if (count > 0) {
            loop.completeHere(node.move().apply(count)).onSuccess(moved -> {
                decider.moved(moved);
                figures.addMoved(moved);
            });
        }
    }
}
