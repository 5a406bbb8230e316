package io.sluice.gateway.control;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The questions that this node can answer. */
@ThreadSafe
public final class Answers {

    private final Map<String, Function<Buffer, Future<Buffer>>> functions = new ConcurrentHashMap<>();

    /** Adds a question; an error if it has an answer already. */
    public void add(String question, Function<Buffer, Future<Buffer>> answer) {
        if (functions.putIfAbsent(question, answer) != null) {
            throw new IllegalStateException("question " + question + " has an answer already");
        }
    }

    /**
     * This node's answer; fails for a question that it does not know, as a node of another version might ask, for an answer that
     * is too large, and where the function throws.
     */
    public Future<Buffer> answer(String question, Buffer details) {
        Function<Buffer, Future<Buffer>> function = functions.get(question);
        if (function == null) {
            return Future.failedFuture(new SurveyFailedException("unknown question " + question));
        }
        try {
            return function.apply(details).compose(Answers::withinLimit);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Future<Buffer> withinLimit(Buffer answer) {
        return answer.length() <= Control.MAX_ANSWER_BYTES
                ? Future.succeededFuture(answer)
                : Future.failedFuture(new SurveyFailedException("an answer may have " + Control.MAX_ANSWER_BYTES
                        + " bytes at most but had " + answer.length()));
    }
}
