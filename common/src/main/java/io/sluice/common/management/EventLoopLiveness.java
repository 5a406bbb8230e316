package io.sluice.common.management;

import io.sluice.common.lifecycle.Service;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A liveness check that fails when an event loop has not run a task for {@link #LIMIT}: it is blocked or spins, its
 * clients are stuck, and only a restart frees them.
 *
 * <p>Each event loop notes the time once a second. After a pause of the whole process the check can fail once, before
 * the loops have noted the time again, so a supervisor should restart only on failures in a row.
 *
 * <p>Threading: safe for all threads.
 */
public final class EventLoopLiveness implements Service {

    /** Far beyond any pause of a healthy loop, garbage collection included, yet short of clients giving up in masses. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final int eventLoops;
    private final LongSupplier nanoClock;
    private final Duration tick;

    /** When each event loop last ran a task, by the name of its thread, in nanoseconds of the clock. */
    private final Map<String, AtomicLong> lastRuns = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable String> deployment = new AtomicReference<>();

    /**
     * @param eventLoops how many event loops Vert.x has; a smaller number leaves some unwatched
     * @param nanoClock {@code System::nanoTime}
     */
    public EventLoopLiveness(Vertx vertx, int eventLoops, LongSupplier nanoClock) {
        this(vertx, eventLoops, nanoClock, TICK);
    }

    EventLoopLiveness(Vertx vertx, int eventLoops, LongSupplier nanoClock, Duration tick) {
        this.vertx = vertx;
        this.eventLoops = eventLoops;
        this.nanoClock = nanoClock;
        this.tick = tick;
    }

    @Override
    public String name() {
        return "event loop check";
    }

    /** Deploys as many tickers as there are loops: Vert.x hands the loops out in turn, so each gets one. */
    @Override
    public Future<Void> start() {
        return vertx.deployVerticle(Ticker::new, new DeploymentOptions().setInstances(eventLoops))
                .onSuccess(deployment::set)
                .mapEmpty();
    }

    /** Forgets all loops, so that the check succeeds from now on. */
    @Override
    public Future<Void> stop() {
        String id = deployment.getAndSet(null);
        Future<Void> undeployed = id == null ? Future.succeededFuture() : vertx.undeploy(id);
        return undeployed.onComplete(done -> lastRuns.clear());
    }

    /** The reason to restart this process, if there is one; for {@link Health#liveness}. */
    public Optional<String> check() {
        long now = nanoClock.getAsLong();
        return lastRuns.entrySet().stream()
                .filter(loop -> now - loop.getValue().get() > LIMIT.toNanos())
                .map(loop -> loop.getKey() + " has run no task for "
                        + TimeUnit.NANOSECONDS.toSeconds(now - loop.getValue().get()) + " s")
                .sorted()
                .reduce((one, other) -> one + ", " + other);
    }

    /** Notes the time again and again on the event loop that it is deployed to. */
    private final class Ticker extends VerticleBase {

        @Override
        public Future<?> start() {
            AtomicLong lastRun = new AtomicLong(nanoClock.getAsLong());
            lastRuns.put(Thread.currentThread().getName(), lastRun);
            vertx.setPeriodic(tick.toMillis(), timer -> lastRun.set(nanoClock.getAsLong()));
            return Future.succeededFuture();
        }
    }
}
