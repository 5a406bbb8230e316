package io.sluice.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.protocol.ErrorCode;
import java.util.List;

/** What a method of the server API came to. */
sealed interface ApiResult {

    /** One of {@link ApiResults}. */
    record Success(Record result) implements ApiResult {}

    record Failure(ErrorCode error) implements ApiResult {}

    /** What the commands of a batch came to, in their order; it has no envelope around it. */
    record Replies(List<ObjectNode> replies) implements ApiResult {

        public Replies {
            replies = List.copyOf(replies);
        }
    }

    static ApiResult failure(ErrorCode error) {
        return new Failure(error);
    }

    /** {@code {"result":…}}, {@code {"error":…}} or {@code {"replies":[…]}}. */
    default ObjectNode envelope() {
        if (this instanceof Replies batch) {
            ObjectNode envelope = JsonNodeFactory.instance.objectNode();
            ArrayNode replies = envelope.putArray("replies");
            batch.replies().forEach(replies::add);
            return envelope;
        }
        return envelope("result");
    }

    /** Success under {@code name}, or {@code {"error":…}}. */
    default ObjectNode envelope(String name) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        if (this instanceof Success success) {
            envelope.putPOJO(name, success.result());
        } else if (this instanceof Failure failure) {
            envelope.putPOJO("error", ApiResults.Failure.of(failure.error()));
        }
        return envelope;
    }
}
