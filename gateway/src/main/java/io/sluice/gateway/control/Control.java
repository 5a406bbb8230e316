package io.sluice.gateway.control;

import io.sluice.common.lifecycle.Service;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;

/**
 * Lets nodes ask each other questions.
 *
 * <p>Threading: any thread may ask; answering functions are called on a thread of the implementation's choice and must not
 * block; futures complete on a thread of its choice.
 */
public interface Control extends Service {

    /** Answers {@code question} on this node with {@code answer}. Set before {@link #start}, once for each question. */
    void onQuestion(String question, Function<Buffer, Future<Buffer>> answer);

    /**
     * Asks every live node, this one included.
     *
     * @return one answer for each live node, in no order; fails if one of them does not answer in time, fails to answer, or if
     *     the nodes cannot be reached at all: an incomplete answer would pass for a whole one
     */
    Future<List<Buffer>> survey(String question, Buffer details);
}
