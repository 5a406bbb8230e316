package io.sluice.common.management;

import io.vertx.core.json.JsonObject;

/**
 * What an operator is told.
 *
 * @param status of HTTP
 * @param body JSON, for programs as well as people; of an error it has the field {@code error}, which says what to do
 */
public record OperatorAnswer(int status, JsonObject body) {

    private static final int OK = 200;

    /** All went well. */
    public static OperatorAnswer ok(JsonObject body) {
        return new OperatorAnswer(OK, body);
    }

    /** Nothing was done, because of what {@code error} says in a sentence. */
    public static OperatorAnswer refused(int status, String error) {
        return new OperatorAnswer(status, new JsonObject().put("error", error));
    }
}
