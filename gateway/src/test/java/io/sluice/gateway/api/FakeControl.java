package io.sluice.gateway.api;

import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.SurveyFailedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Surveys whose answers the test gives; keeps this node's own answer, to be asked for. */
final class FakeControl implements Control {

    private final List<String> asked = new ArrayList<>();
    private final Deque<Promise<List<Buffer>>> surveys = new ArrayDeque<>();
    private Function<Buffer, Future<Buffer>> answer = details -> Future.failedFuture("not set");

    List<String> asked() {
        return asked;
    }

    Future<Buffer> ownAnswer(String details) {
        return answer.apply(Buffer.buffer(details));
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
    public void onOrder(String order, Consumer<Buffer> action) {}

    @Override
    public Future<Void> order(String order, Buffer details) {
        return Future.failedFuture(new UnsupportedOperationException());
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
