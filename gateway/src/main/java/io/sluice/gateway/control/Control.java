package io.sluice.gateway.control;

import io.sluice.common.lifecycle.Service;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets nodes ask each other questions and give each other orders.
 *
 * <p>Threading: any thread may ask and order; answering functions and actions are called on a thread of the implementation's
 * choice and must not block; futures complete on a thread of its choice.
 *
 * <p>Limits: details of a question or order have at most {@value #MAX_DETAILS_BYTES} bytes, else the call fails with an {@link
 * IllegalArgumentException}; an answer has at most {@value #MAX_ANSWER_BYTES} bytes, else it counts as a failure to answer.
 */
public interface Control extends Service {

    /** Room for the largest request that a client may hand over to another node, with what encloses it. */
    int MAX_DETAILS_BYTES = 2 << 20;

    /** As base64 it stays below the 32 MB that Redis buffers for one subscriber before it cuts it off. */
    int MAX_ANSWER_BYTES = 16 << 20;

    /** Answers {@code question} on this node with {@code answer}. Set before {@link #start}, once for each question. */
    void onQuestion(String question, Function<Buffer, Future<Buffer>> answer);

    /**
     * Asks every live node, this one included.
     *
     * @return one answer for each live node, in no order; fails if one of them does not answer in time, fails to answer, or if
     *     the nodes cannot be reached at all: an incomplete answer would pass for a whole one
     */
    Future<List<Buffer>> survey(String question, Buffer details);

    /**
     * Carries out {@code order} on this node with {@code action}, which must not block. Set before {@link #start}, once for
     * each order.
     */
    void onOrder(String order, Consumer<Buffer> action);

    /**
     * Gives every live node, this one included, an order. Orders of one caller reach a node in the order in which they were given.
     *
     * @return completes when the order is on its way; nobody says whether it was carried out. A node that is cut off misses it
     */
    Future<Void> order(String order, Buffer details);

    /**
     * Asks one node, which may be this one. Questions of one caller to one node reach it in the order in which they were asked.
     *
     * @param node id as somebody claims it to be, of whatever shape
     * @return its answer; fails with {@link UnknownNodeException} if no live node has this id, and with {@link
     *     SurveyFailedException} if it does not answer in time or fails to
     */
    Future<Buffer> ask(String node, String question, Buffer details);
}
