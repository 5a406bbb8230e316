package io.sluice.gateway.hook.http;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.hook.HookSettings;
import io.sluice.gateway.hook.http.BackendReply.Answered;
import io.sluice.gateway.metrics.HookCounters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one back end: each is told until the back end takes it with a status of 2xx, or until it is too old.
 *
 * <p>A failed one goes to the end, so that an event which the back end cannot stomach does not hold up the others; after a failure
 * there is a pause, which doubles as long as nothing succeeds. Events are therefore told in no order that a back end could rely on.
 *
 * <p>Limits: {@link HookSettings#eventQueueSize} events, those under way included; what comes beyond is dropped, counted and logged.
 */
@ThreadSafe
final class EventQueue {

    /** Enough to keep up with a node that loses all its clients, and few enough for the back end. */
    static final int MAX_IN_FLIGHT = 16;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final int MAX_DOUBLINGS = 7;
    private static final int STATUS_CLASS = 100;
    private static final int SUCCESS_CLASS = 2;

    private final Vertx vertx;
    private final Backend backend;
    private final int maxEvents;
    private final long retryForNanos;
    private final LongSupplier nanoTime;
    private final HookCounters counters;
    private final Consumer<LifecycleEvent> over;

    // Guarded by this.
    private final Deque<LifecycleEvent> waiting = new ArrayDeque<>();
    private int inFlight;
    private int failuresInRow;
    private boolean paused;
    private @Nullable Promise<Void> emptied;

    /** @param over called once for each event when it was told, or given up; on any thread */
    EventQueue(
            Vertx vertx,
            Backend backend,
            HookSettings limits,
            LongSupplier nanoTime,
            HookCounters counters,
            Consumer<LifecycleEvent> over) {
        this.vertx = vertx;
        this.backend = backend;
        this.maxEvents = limits.eventQueueSize();
        this.retryForNanos = limits.eventRetryFor().toNanos();
        this.nanoTime = nanoTime;
        this.counters = counters;
        this.over = over;
    }

    void offer(LifecycleEvent event) {
        boolean taken;
        synchronized (this) {
            taken = waiting.size() + inFlight < maxEvents;
            if (taken) {
                waiting.add(event);
            }
        }
        if (taken) {
            pump();
        } else {
            backend.warn(event.event().label(), "the queue of events is full (hooks.event_queue_size)");
            end(event, "dropped");
        }
    }

    /** Events not told yet. */
    synchronized int size() {
        return waiting.size() + inFlight;
    }

    /** Completes as soon as no event is left. */
    synchronized Future<Void> empty() {
        if (size() == 0) {
            return Future.succeededFuture();
        }
        if (emptied == null) {
            emptied = Promise.promise();
        }
        return emptied.future();
    }

    private void pump() {
        for (LifecycleEvent next = next(); next != null; next = next()) {
            tell(next);
        }
    }

    private synchronized @Nullable LifecycleEvent next() {
        if (paused || inFlight >= MAX_IN_FLIGHT || waiting.isEmpty()) {
            return null;
        }
        inFlight++;
        return waiting.remove();
    }

    private void tell(LifecycleEvent event) {
        long begun = nanoTime.getAsLong();
        var unused = backend.call(event.event(), event.client(), event.body()).onSuccess(reply -> {
            counters.called(event.event().label(), backend.label(), outcome(reply), nanoTime.getAsLong() - begun);
            if (isTaken(reply)) {
                succeeded(event);
            } else {
                failed(event, reply);
            }
            pump();
        });
    }

    private void succeeded(LifecycleEvent event) {
        synchronized (this) {
            failuresInRow = 0;
        }
        end(event, "delivered");
        left();
    }

    private void failed(LifecycleEvent event, BackendReply reply) {
        backend.warn(event.event().label(), outcome(reply));
        boolean old = nanoTime.getAsLong() - event.bornNanos() >= retryForNanos;
        long pauseMillis = 0;
        synchronized (this) {
            if (!paused) {
                paused = true;
                pauseMillis =
                        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failuresInRow, MAX_DOUBLINGS));
                failuresInRow++;
            }
            if (!old) {
                inFlight--;
                waiting.add(event);
            }
        }
        if (pauseMillis > 0) {
            vertx.setTimer(pauseMillis, elapsed -> resume());
        }
        if (old) {
            end(event, "given_up");
            left();
        }
    }

    private void resume() {
        synchronized (this) {
            paused = false;
        }
        pump();
    }

    private void end(LifecycleEvent event, String outcome) {
        counters.event(event.event().label(), backend.label(), outcome);
        over.accept(event);
    }

    private void left() {
        Promise<Void> awaited = null;
        synchronized (this) {
            inFlight--;
            if (size() == 0) {
                awaited = emptied;
                emptied = null;
            }
        }
        if (awaited != null) {
            awaited.complete();
        }
    }

    private static boolean isTaken(BackendReply reply) {
        return reply instanceof Answered answered && answered.status() / STATUS_CLASS == SUCCESS_CLASS;
    }

    private static String outcome(BackendReply reply) {
        if (reply instanceof Answered) {
            return isTaken(reply) ? "granted" : "status";
        }
        return ((BackendReply.Missing) reply).reason().label();
    }
}
