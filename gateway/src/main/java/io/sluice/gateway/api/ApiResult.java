package io.sluice.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.protocol.ErrorCode;

/** What a method of the server API came to. */
sealed interface ApiResult {

    /** The method's result object. */
    record Success(ObjectNode result) implements ApiResult {}

    record Failure(ErrorCode error) implements ApiResult {}

    /** The result of a batch, which has no envelope around it. */
    record Bare(ObjectNode body) implements ApiResult {}

    static ApiResult failure(ErrorCode error) {
        return new Failure(error);
    }

    /** {@code {"code":…,"message":…}}, as it stands in every error answer. */
    static ObjectNode errorObject(ErrorCode error) {
        return JsonNodeFactory.instance.objectNode().put("code", error.code()).put("message", error.message());
    }

    /** {@code {"result":…}} or {@code {"error":…}}. */
    default ObjectNode envelope() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        if (this instanceof Success success) {
            envelope.set("result", success.result());
        } else if (this instanceof Failure failure) {
            envelope.set("error", errorObject(failure.error()));
        } else if (this instanceof Bare bare) {
            return bare.body();
        }
        return envelope;
    }
}
