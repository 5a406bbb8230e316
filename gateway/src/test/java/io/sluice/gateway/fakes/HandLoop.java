package io.sluice.gateway.fakes;

import io.netty.channel.EventLoop;
import io.sluice.gateway.loop.LoopTasks;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop, with its clock, context and timers, that moves only when the test says so, on the test's own thread.
 *
 * <p>Of the interfaces that it stands for it knows what the gateway uses; anything else throws.
 */
public final class HandLoop {

    /** What is to be run at some time; among those of one time, the first come. */
    private record Alarm(long dueNanos, long id, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return dueNanos == other.dueNanos ? Long.compare(id, other.id) : Long.compare(dueNanos, other.dueNanos);
        }
    }

    private boolean inside = true;
    private boolean eager;
    private long lastId;

    private final HandClock clock;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> afterIo = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final EventLoop eventLoop = stub(EventLoop.class, (self, method, arguments) -> switch (method.getName()) {
        case "inEventLoop" -> inside;
        case "execute" -> later(tasks, arguments);
        case "schedule" -> schedule(arguments);
        default -> throw new UnsupportedOperationException(method.toString());
    });
    private final Context context = stub(ContextInternal.class, (self, method, arguments) -> switch (method.getName()) {
        case "nettyEventLoop" -> eventLoop;
        case "runOnContext" -> {
            @SuppressWarnings("unchecked")
            Handler<Void> handler = (Handler<Void>) arguments[0];
            runOnContext(handler);
            yield null;
        }
        default -> throw new UnsupportedOperationException(method.toString());
    });
    private final Vertx vertx = stub(Vertx.class, (self, method, arguments) -> switch (method.getName()) {
        case "setTimer" -> setTimer(arguments);
        case "cancelTimer" -> alarms.removeIf(alarm -> alarm.id() == (Long) arguments[0]);
        default -> throw new UnsupportedOperationException(method.toString());
    });
    private final LoopTasks loopTasks = new LoopTasks(context);

    public HandLoop() {
        this(new HandClock());
    }

    /** A loop whose timers go by {@code clock}. */
    public HandLoop(HandClock clock) {
        this.clock = clock;
    }

    /** The clock by which the timers go. */
    public HandClock clock() {
        return clock;
    }

    public LoopTasks loopTasks() {
        return loopTasks;
    }

    public Context context() {
        return context;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** From here on the context runs at once what it is given, as another thread might that is faster than the test's. */
    public HandLoop eager() {
        eager = true;
        return this;
    }

    /** Runs {@code action} as if on some other thread. */
    public void elsewhere(Runnable action) {
        inside = false;
        action.run();
        inside = true;
    }

    /** Runs the queued tasks and those that they queue, as the loop does before it looks at its sockets. */
    public void runTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /** One turn of the loop: what was put off until the sockets are served and the timers that are due, then the queued tasks. */
    public void turn() {
        for (int left = afterIo.size(); left > 0; left--) {
            afterIo.remove().run();
        }
        long now = clock.now();
        while (isDue(now)) {
            alarms.remove().task().run();
        }
        runTasks();
    }

    /** Turns until nothing is left to do but to wait for timers. */
    public void settle() {
        runTasks();
        while (!afterIo.isEmpty() || isDue(clock.now())) {
            turn();
        }
    }

    /** Number of tasks that were put off until the sockets are served. */
    public int waitingForIo() {
        return afterIo.size();
    }

    /** Number of timers that run. */
    public int timers() {
        return alarms.size();
    }

    /** Settles, moves the clock on, and settles again; every timer meanwhile goes off at its time. */
    public void elapse(long millis) {
        elapse(Duration.ofMillis(millis));
    }

    /** The same, for times below a millisecond. */
    public void elapse(Duration time) {
        settle();
        long end = clock.now() + time.toNanos();
        while (!alarms.isEmpty() && alarms.element().dueNanos() <= end) {
            clock.moveTo(alarms.element().dueNanos());
            settle();
        }
        clock.moveTo(end);
        settle();
    }

    private boolean isDue(long now) {
        return !alarms.isEmpty() && alarms.element().dueNanos() <= now;
    }

    private void runOnContext(Handler<Void> handler) {
        if (eager) {
            handler.handle(null);
        } else {
            tasks.add(() -> handler.handle(null));
        }
    }

    /** What executors return is of no use to the gateway. */
    private static @Nullable Object later(Deque<Runnable> queue, Object[] arguments) {
        queue.add((Runnable) arguments[0]);
        return null;
    }

    private @Nullable Object schedule(Object[] arguments) {
        long delayNanos = ((TimeUnit) arguments[2]).toNanos((Long) arguments[1]);
        if (delayNanos <= 0) {
            return later(afterIo, arguments);
        }
        setAlarm(delayNanos, (Runnable) arguments[0]);
        return null;
    }

    @SuppressWarnings("unchecked")
    private Long setTimer(Object[] arguments) {
        Handler<Long> handler = (Handler<Long>) arguments[1];
        long id = lastId + 1; // As setAlarm counts.
        return setAlarm(TimeUnit.MILLISECONDS.toNanos((Long) arguments[0]), () -> handler.handle(id));
    }

    private long setAlarm(long delayNanos, Runnable task) {
        lastId++;
        alarms.add(new Alarm(clock.now() + delayNanos, lastId, task));
        return lastId;
    }

    private static <T> T stub(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }
}
