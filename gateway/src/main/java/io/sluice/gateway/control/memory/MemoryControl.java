package io.sluice.gateway.control.memory;

import io.sluice.gateway.control.Answers;
import io.sluice.gateway.control.Control;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Node control for a node that is alone: it answers its own questions. */
public final class MemoryControl implements Control {

    private final Answers answers = new Answers();

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
        return answers.answer(question, details).map(List::of);
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
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
}
