package io.sluice.gateway.fakes;

import io.netty.channel.EventLoop;
import io.sluice.gateway.hub.LoopTasks;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event loop, with its context and timers, that moves only when the test says so, on the test's own thread.
 *
 * <p>Of the interfaces that it stands for it knows what the gateway uses; anything else throws.
 */
public final class HandLoop {

    private record Alarm(long dueMillis, Handler<Long> handler) {}

    private boolean inside = true;
    private boolean eager;
    private long timers;
    private long nowMillis;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> afterIo = new ArrayDeque<>();
    private final Map<Long, Alarm> alarms = new TreeMap<>();
    private final EventLoop eventLoop = stub(EventLoop.class, (self, method, arguments) -> switch (method.getName()) {
        case "inEventLoop" -> inside;
        case "execute" -> later(tasks, arguments);
        case "schedule" -> later(afterIo, arguments);
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
        case "cancelTimer" -> alarms.remove((Long) arguments[0]) != null;
        default -> throw new UnsupportedOperationException(method.toString());
    });
    private final LoopTasks loopTasks = new LoopTasks(context);

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

    /** One turn of the loop: what was put off until the sockets are served, then the queued tasks. */
    public void turn() {
        for (int left = afterIo.size(); left > 0; left--) {
            afterIo.remove().run();
        }
        runTasks();
    }

    /** Turns until nothing is left to do but to wait for timers. */
    public void settle() {
        runTasks();
        while (!afterIo.isEmpty()) {
            turn();
        }
    }

    /** Number of tasks that were put off until the sockets are served. */
    public int waitingForIo() {
        return afterIo.size();
    }

    /** Settles, moves the timers' clock on, and settles again. */
    public void elapse(long millis) {
        settle();
        nowMillis += millis;
        for (Map.Entry<Long, Alarm> entry : Map.copyOf(alarms).entrySet()) {
            if (entry.getValue().dueMillis() <= nowMillis && alarms.remove(entry.getKey()) != null) {
                tasks.add(() -> entry.getValue().handler().handle(entry.getKey()));
            }
        }
        settle();
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

    @SuppressWarnings("unchecked")
    private Long setTimer(Object[] arguments) {
        long id = timers++;
        alarms.put(id, new Alarm(nowMillis + (Long) arguments[0], (Handler<Long>) arguments[1]));
        return id;
    }

    private static <T> T stub(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }
}
