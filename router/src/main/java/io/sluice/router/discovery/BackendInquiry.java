package io.sluice.router.discovery;

import io.sluice.router.backend.Backend;
import io.vertx.core.Future;
import java.util.List;

/**
 * A question for the backends that {@link PolledSource} asks again and again, with the memory of what was answered.
 *
 * <p>Threading: confined to the event loop of the source.
 *
 * @param <A> what is answered
 */
public interface BackendInquiry<A> {

    /** Whom logs say is asked: a noun that begins a sentence. */
    String who();

    /**
     * Asks. Not called again before it has answered, so it must answer in bounded time, on any thread; any failure means
     * silence.
     */
    Future<A> ask();

    /** The backends after an answer, ordered by id. */
    List<Backend> answered(A answer, long nowNanos);

    /** The backends after silence: those known last. */
    List<Backend> unanswered();

    /** Lets go of what asking needed; nothing is asked any more. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
