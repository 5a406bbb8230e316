package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The event loop on which an object was started and where its confined state lives from then on. */
@ThreadSafe
final class HomeLoop {

    private final AtomicReference<@Nullable Context> context = new AtomicReference<>();

    /**
     * Takes the caller's event loop, or a new one if the caller is not on a thread of Vert.x.
     *
     * @throws IllegalStateException when called twice, or on a worker thread
     */
    void settle(Vertx vertx) {
        Context loop = vertx.getOrCreateContext();
        if (!loop.isEventLoopContext() || !context.compareAndSet(null, loop)) {
            throw new IllegalStateException("expected to be started once and on an event loop");
        }
    }

    boolean settled() {
        return context.get() != null;
    }

    /** Runs {@code action} in a later turn of the loop, after what was given before; drops it if there is no loop yet. */
    void run(Runnable action) {
        Context loop = context.get();
        if (loop != null) {
            loop.runOnContext(v -> action.run());
        }
    }
}
