package io.sluice.common.lifecycle;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A part of a process that has to be started and stopped, such as a server or a connection.
 *
 * <p>Each method is called at most once, {@link #stop} only after {@link #start} has completed with success, both from
 * any thread. Neither may block: what takes time is told by the future. A failed start must leave nothing running
 * behind it, because nobody will stop it.
 */
public interface Service {

    /** What messages and logs call this service: a short noun, for example {@code management}. */
    String name();

    /** Completes when the service does its work; a failure ends the start of the whole process. */
    Future<Void> start();

    /** Completes when the service has let go of everything it held; a failure is logged and does not stop the others. */
    Future<Void> stop();

    /**
     * Asks a stop that is under way, or still to come, to take no more time than it must: somebody has sent a second signal.
     * Called from any thread, any number of times, also of a service that has not started. Most services stop at once anyway.
     */
    default void hurry() {}

    /** A service of two functions, for parts that are not services themselves, for example {@code vertx::close}. */
    static Service of(String name, Supplier<Future<Void>> start, Supplier<Future<Void>> stop) {
        return new FunctionalService(name, start, stop);
    }

    /** A service that has nothing to start, only something to stop. */
    static Service stopping(String name, Supplier<Future<Void>> stop) {
        return of(name, Future::succeededFuture, stop);
    }
}
