package io.sluice.gateway.control.memory;

import io.sluice.gateway.control.Actions;
import io.sluice.gateway.control.Answers;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.Details;
import io.sluice.gateway.control.SurveyFailedException;
import io.sluice.gateway.control.UnknownNodeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Node control for a node that is alone: it answers its own questions and obeys its own orders, each on the thread of the
 * caller.
 */
public final class MemoryControl implements Control {

    /** As long as a node of a cluster has for its answer. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final String nodeId;
    private final Answers answers = new Answers();
    private final Actions actions = new Actions();

    public MemoryControl(Vertx vertx, String nodeId) {
        this.vertx = vertx;
        this.nodeId = nodeId;
    }

    @Override
    public String name() {
        return "node control";
    }

    @Override
    public void onQuestion(String question, Function<Buffer, Future<Buffer>> answer) {
        answers.add(question, answer);
    }

    @Override
    public Future<List<Buffer>> survey(String question, Buffer details) {
        return answer(question, details).map(List::of);
    }

    @Override
    public void onOrder(String order, Consumer<Buffer> action) {
        actions.add(order, action);
    }

    @Override
    public Future<Void> order(String order, Buffer details) {
        return Details.withinLimit(details)
                .onSuccess(allowed -> actions.carryOut(order, allowed))
                .mapEmpty();
    }

    @Override
    public Future<Buffer> ask(String node, String question, Buffer details) {
        return node.equals(nodeId) ? answer(question, details) : Future.failedFuture(new UnknownNodeException(node));
    }

    private Future<Buffer> answer(String question, Buffer details) {
        Future<Buffer> answer = Details.withinLimit(details).compose(allowed -> answers.answer(question, allowed));
        if (answer.isComplete()) {
            return answer;
        }
        Promise<Buffer> outcome = Promise.promise();
        long timer = vertx.setTimer(
                ANSWER_TIMEOUT.toMillis(),
                elapsed -> outcome.tryFail(new SurveyFailedException("this node did not answer in time")));
        answer.onComplete((bytes, failure) -> {
            vertx.cancelTimer(timer);
            if (failure == null) {
                outcome.tryComplete(bytes);
            } else {
                outcome.tryFail(failure);
            }
        });
        return outcome.future();
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
