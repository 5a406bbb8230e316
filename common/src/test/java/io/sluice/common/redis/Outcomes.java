package io.sluice.common.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits on a test's thread for what happens on event loops; at most half a minute, which is long for them and short for a test. */
public final class Outcomes {

    private static final long MAX_SECONDS = 30;

    private Outcomes() {}

    /** The value of a future, or an error that carries its failure. */
    public static <T> T of(Future<T> future) {
        AsyncResult<T> outcome = settled(future);
        if (outcome.failed()) {
            throw new AssertionError("expected success but was " + outcome.cause(), outcome.cause());
        }
        return outcome.result();
    }

    /** What a future failed with. */
    public static Throwable failureOf(Future<?> future) {
        AsyncResult<?> outcome = settled(future);
        if (outcome.succeeded()) {
            throw new AssertionError("expected a failure but was " + outcome.result());
        }
        return outcome.cause();
    }

    /** Runs {@code action} in one turn of the loop of {@code context}. */
    public static <T> T onLoop(Context context, Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                result.complete(action.get());
            } catch (RuntimeException | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return within(result);
    }

    /** The outcome of a future, whatever it is. */
    public static <T> AsyncResult<T> settled(Future<T> future) {
        // Not by way of the CompletionStage, which presents a CancellationException in its own manner.
        CompletableFuture<AsyncResult<T>> settled = new CompletableFuture<>();
        future.onComplete(settled::complete);
        return within(settled);
    }

    private static <T> T within(CompletableFuture<T> future) {
        try {
            return future.get(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome within " + MAX_SECONDS + " s", e);
        }
    }
}
