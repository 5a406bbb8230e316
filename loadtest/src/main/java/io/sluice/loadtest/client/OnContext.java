package io.sluice.loadtest.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Runs steps that depend on each other on one Vert.x context.
 *
 * <p>Steps that a plain thread composes may run on that thread, when the step before has just completed; by then the loop
 * may have passed on what the step wanted to wait for (the end of an HTTP answer, the first frame of a socket), and the
 * future never completes. On the context each step follows in the turn of the loop that completed the one before.
 */
final class OnContext {
    private OnContext() {}

    /** The outcome of {@code action}, which is started on {@code context}. */
    static <T> Future<T> call(Context context, Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> action.get().onComplete(promise));
        return promise.future();
    }
}
