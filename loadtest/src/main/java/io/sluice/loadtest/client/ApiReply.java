package io.sluice.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * The answer to one command of the HTTP API: an error, or a result.
 *
 * @param result the method's result object; a {@link MissingNode} beside an error
 */
public record ApiReply(Optional<ApiError> error, JsonNode result) {
    /** Reads {@code {"result":{…}}} or {@code {"error":{…}}}. */
    static ApiReply single(JsonNode answer) {
        return read(answer, "result");
    }

    /** Reads an element of a batch's answer: {@code {"publish":{…}}} or {@code {"error":{…}}}. */
    static ApiReply batched(JsonNode answer, String method) {
        return read(answer, method);
    }

    private static ApiReply read(JsonNode answer, String resultField) {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            ApiError value = new ApiError(
                    error.path("code").asInt(), error.path("message").asText());
            return new ApiReply(Optional.of(value), MissingNode.getInstance());
        }
        return new ApiReply(Optional.empty(), answer.path(resultField));
    }
}
