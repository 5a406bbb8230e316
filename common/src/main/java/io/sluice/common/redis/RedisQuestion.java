package io.sluice.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command on a connection that its asker has for itself. */
record RedisQuestion(Promise<@Nullable Response> answer) implements RespConnection.Waiting {

    /**
     * Asks, and ends the connection when there is no answer in time.
     *
     * @return the answer, {@code null} for nil; fails with {@link RedisCommandException} when the server refuses, with
     *     {@link RedisUnavailableException} when the connection ends
     */
    static Future<@Nullable Response> ask(
            Vertx vertx, RespConnection connection, Request question, long timeoutMillis) {
        Promise<@Nullable Response> answer = Promise.promise();
        long timer = vertx.setTimer(timeoutMillis, id -> connection.close("no answer to " + question.command()));
        connection.send(RequestEncoder.encode(question), List.of(new RedisQuestion(answer)));
        return answer.future().onComplete(outcome -> vertx.cancelTimer(timer));
    }

    @Override
    public void answered(@Nullable Response reply) {
        if (reply != null && reply.type() == ResponseType.ERROR) {
            answer.fail(new RedisCommandException(reply.toString()));
        } else {
            answer.complete(reply);
        }
    }

    @Override
    public void lost(String reason) {
        answer.fail(new RedisUnavailableException(reason, true));
    }
}
