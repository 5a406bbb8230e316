package io.sluice.common.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of a process, lowest level first: started one after the other in that order and stopped in reverse.
 *
 * <p>Each stop is bounded by a time-out and all of them are tried, even if one fails. A start has no time-out: whether
 * a slow start is too slow is for the supervisor of the process to say, and {@link #stop} ends the wait for it.
 *
 * <p>Threading: services are added by one thread before the start; {@link #start} and {@link #stop} may then be called
 * from any thread, any number of times, and each answers all callers with the same future.
 */
public final class ServiceStack {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceStack.class);

    /** Time that one service has to stop: more than any ordinary close takes, less than a supervisor's patience (30 s). */
    public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

    private record Level(Service service, Duration stopTimeout) {}

    private final Duration defaultStopTimeout;
    private final List<Level> levels = new ArrayList<>();

    /** What has started and is not yet being stopped, the highest level first; each level is taken out by one caller. */
    private final Deque<Level> started = new ConcurrentLinkedDeque<>();

    private final AtomicBoolean startCalled = new AtomicBoolean();
    private final AtomicBoolean stopCalled = new AtomicBoolean();
    private final Promise<Void> startOutcome = Promise.promise();
    private final Promise<Void> stopOutcome = Promise.promise();

    /** A stack whose services have {@link #DEFAULT_STOP_TIMEOUT} each to stop. */
    public ServiceStack() {
        this(DEFAULT_STOP_TIMEOUT);
    }

    /** A stack whose services have {@code stopTimeout} each to stop, unless they are added with a time-out of their own. */
    public ServiceStack(Duration stopTimeout) {
        this.defaultStopTimeout = positive(stopTimeout);
    }

    /** Puts a service on top; it starts after and stops before all that were added earlier. */
    public ServiceStack add(Service service) {
        return add(service, defaultStopTimeout);
    }

    /** Puts a service on top that has its own time to stop, as a service that drains connections needs. */
    public ServiceStack add(Service service, Duration stopTimeout) {
        if (startCalled.get()) {
            throw new IllegalStateException("services are added before the start, but was: " + service.name());
        }
        levels.add(new Level(service, positive(stopTimeout)));
        return this;
    }

    /**
     * Starts all services in order, each after the one before it has started.
     *
     * @return a future that fails with {@link StartFailedException} after whatever had started was stopped again
     */
    public Future<Void> start() {
        if (startCalled.compareAndSet(false, true)) {
            startRest(levels.iterator()).onComplete(startOutcome);
        }
        return startOutcome.future();
    }

    /**
     * Stops all that has started, in reverse; a start under way ends before its next service.
     *
     * @return a future that fails with {@link StopFailedException} if a service failed to stop or took too long; all
     *     the others were stopped nevertheless
     */
    public Future<Void> stop() {
        if (stopCalled.compareAndSet(false, true)) {
            endOfStart().compose(ended -> stopStarted()).onComplete(stopOutcome);
        }
        return stopOutcome.future();
    }

    /** Asks every service to stop without taking its time; see {@link Service#hurry}. It does not begin a stop. */
    public void hurry() {
        for (Level level : levels) {
            try {
                level.service.hurry();
            } catch (RuntimeException e) {
                LOG.warn("{} cannot be hurried", level.service.name(), e);
            }
        }
    }

    /** Completes as {@link #stop} does, whoever calls it; never, while nobody does. */
    public Future<Void> stopped() {
        return stopOutcome.future();
    }

    /** Whether anything has called {@link #stop}. */
    boolean stopRequested() {
        return stopCalled.get();
    }

    private Future<Void> startRest(Iterator<Level> rest) {
        if (stopCalled.get()) {
            return undo(new StartFailedException("start was given up, because a stop was requested"));
        }
        if (!rest.hasNext()) {
            return Future.succeededFuture();
        }
        Level level = rest.next();
        LOG.debug("Starting {}", level.service.name());
        return called(level.service::start)
                .transform((done, failure) -> failure == null ? started(level, rest) : failed(level, failure));
    }

    private Future<Void> started(Level level, Iterator<Level> rest) {
        started.push(level);
        return startRest(rest);
    }

    private Future<Void> failed(Level level, Throwable failure) {
        return undo(new StartFailedException(level.service.name(), failure));
    }

    private Future<Void> undo(StartFailedException failure) {
        return stopStarted().transform((done, stopFailure) -> {
            if (stopFailure != null) {
                failure.addSuppressed(stopFailure);
            }
            return Future.failedFuture(failure);
        });
    }

    /** A service that never finishes its start must not keep the others from being stopped. */
    private Future<Void> endOfStart() {
        return startCalled.get()
                ? within(defaultStopTimeout, startOutcome.future()).otherwiseEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> stopStarted() {
        return stopRest(new ArrayList<>());
    }

    private Future<Void> stopRest(List<StopFailedException> failures) {
        Level level = started.poll();
        if (level == null) {
            return outcome(failures);
        }
        LOG.debug("Stopping {}", level.service.name());
        return within(level.stopTimeout, called(level.service::stop)).transform((done, failure) -> {
            if (failure != null) {
                failures.add(stopFailure(level, failure));
            }
            return stopRest(failures);
        });
    }

    private static StopFailedException stopFailure(Level level, Throwable failure) {
        String reason = failure instanceof TimeoutException
                ? "was not done after " + level.stopTimeout.toMillis() + " ms"
                : "failed: " + failure.getMessage();
        StopFailedException report = new StopFailedException("stop of " + level.service.name() + " " + reason, failure);
        LOG.warn("{}", report.getMessage());
        return report;
    }

    private static Future<Void> outcome(List<StopFailedException> failures) {
        if (failures.isEmpty()) {
            return Future.succeededFuture();
        }
        StopFailedException first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        return Future.failedFuture(first);
    }

    /** A service that throws instead of failing its future counts as failed. */
    private static Future<Void> called(Supplier<Future<Void>> step) {
        try {
            // Away from the context of the service's future: it may be an event loop that a stop ends before it could
            // tell.
            return Future.fromCompletionStage(step.get().toCompletionStage());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Timed by the JDK and not by Vert.x, which may be the very service that is closing. */
    private static Future<Void> within(Duration limit, Future<Void> future) {
        return Future.fromCompletionStage(
                future.toCompletionStage().toCompletableFuture().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a stop time-out must be positive, but was " + timeout);
        }
        return timeout;
    }
}
