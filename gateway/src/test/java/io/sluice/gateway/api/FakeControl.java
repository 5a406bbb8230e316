package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.SurveyFailedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Surveys whose answers the test gives, and orders that come back to this node at once. */
final class FakeControl implements Control {

    private final List<String> asked = new ArrayList<>();
    private final Deque<Promise<List<Buffer>>> surveys = new ArrayDeque<>();
    private final Map<String, Consumer<Buffer>> actions = new HashMap<>();
    private Function<Buffer, Future<Buffer>> answer = details -> Future.failedFuture("not set");
    private boolean down;

    List<String> asked() {
        return asked;
    }

    Future<Buffer> ownAnswer(String details) {
        return answer.apply(Buffer.buffer(details));
    }

    /** From here on no order gets through. */
    void down() {
        down = true;
    }

    /** Answers the oldest survey. */
    void answer(String... answers) {
        surveys.remove().complete(List.of(answers).stream().map(Buffer::buffer).toList());
    }

    void fail() {
        surveys.remove().fail(new SurveyFailedException("1 nodes did not answer in time"));
    }

    @Override
    public void onQuestion(String question, Function<Buffer, Future<Buffer>> function) {
        answer = function;
    }

    @Override
    public Future<List<Buffer>> survey(String question, Buffer details) {
        asked.add(question + " " + details);
        Promise<List<Buffer>> survey = Promise.promise();
        surveys.add(survey);
        return survey.future();
    }

    @Override
    public void onOrder(String order, Consumer<Buffer> action) {
        actions.put(order, action);
    }

    @Override
    public Future<Void> order(String order, Buffer details) {
        if (down) {
            return Future.failedFuture("the fake control is down");
        }
        @Nullable Consumer<Buffer> action = actions.get(order);
        assertThat(action).as(order).isNotNull();
        action.accept(details);
        return Future.succeededFuture();
    }

    @Override
    public Future<Buffer> ask(String node, String question, Buffer details) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public String name() {
        return "fake control";
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
