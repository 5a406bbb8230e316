package io.sluice.gateway.api;

import io.sluice.common.protocol.ErrorCode;

/** One of the commands of a request, after reading. */
sealed interface ApiCommand {

    /** A call of a method with a request of its type. */
    record Call(ApiMethod method, Record request) implements ApiCommand {

        public Call {
            if (!method.request().isInstance(request)) {
                throw new IllegalArgumentException(method + " cannot be called with a " + request.getClass());
            }
        }
    }

    /** Something that names no method, or several; it is answered in its turn. */
    record Mistake(ErrorCode error) implements ApiCommand {}

    /** Whether it is begun when all before it are done, and holds up what comes after it. */
    default boolean waits() {
        return this instanceof Call call && call.method().turn() != ApiMethod.Turn.PUBLICATION;
    }

    /** Whether every node is asked. */
    default boolean surveys() {
        return this instanceof Call call && call.method().turn() == ApiMethod.Turn.SURVEY;
    }
}
