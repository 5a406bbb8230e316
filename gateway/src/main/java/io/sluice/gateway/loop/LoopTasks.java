package io.sluice.gateway.loop;

import io.netty.channel.EventLoop;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Runs tasks on one event loop. Any thread may hand them over. */
@ThreadSafe
public final class LoopTasks {

    private final EventLoop loop;

    public LoopTasks(Context context) {
        this.loop = ((ContextInternal) context).nettyEventLoop();
    }

    /** Whether the caller is on the loop. */
    public boolean here() {
        return loop.inEventLoop();
    }

    /** Runs {@code task} after the tasks that are queued already. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /**
     * Runs {@code task} after the loop has served its sockets. {@link #execute} would not do: the loop runs queued tasks, and
     * those that they queue, for up to a second before it looks at a socket again.
     */
    public void afterIo(Runnable task) {
        after(0, task);
    }

    /** Runs {@code task} in {@code delayNanos}, at the earliest after the loop has served its sockets. */
    public void after(long delayNanos, Runnable task) {
        var unused = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** {@code future}, completed on this loop: at once when the caller is on it and the outcome is known, else by a task. */
    public <T> Future<T> completeHere(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete((result, failure) -> {
            if (here()) {
                promise.complete(result, failure);
            } else {
                execute(() -> promise.complete(result, failure));
            }
        });
        return promise.future();
    }
}
