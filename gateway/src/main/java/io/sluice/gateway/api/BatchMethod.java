package io.sluice.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several methods in one request, answered in their order.
 *
 * <p>They are begun in order, and publications of one batch into one channel arrive in order: the broker keeps the order of
 * calls, so there is no need to wait for one before the next. Methods that look at the state of the cluster do wait for
 * all before them, unless the caller asked for {@code parallel}.
 */
final class BatchMethod {

    /** Most commands in one batch: more is a sign of a runaway caller, and the answer is built in memory. */
    static final int MAX_COMMANDS = 10_000;

    /** Most commands of one batch that look at the state of the cluster: each waits for all before it. */
    static final int MAX_LOOKS = 100;

    private final ApiMethods methods;

    BatchMethod(ApiMethods methods) {
        this.methods = methods;
    }

    Future<ApiResult> batch(ApiRequests.Batch request) {
        List<ApiRequests.@Nullable BatchCommand> commands = request.commands();
        if (commands == null
                || commands.size() > MAX_COMMANDS
                || commands.stream().filter(BatchMethod::looksAtTheCluster).count() > MAX_LOOKS) {
            return Future.succeededFuture(ApiResult.failure(ErrorCode.BAD_REQUEST));
        }
        List<Future<Map.Entry<String, ApiResult>>> replies = new ArrayList<>(commands.size());
        for (ApiRequests.BatchCommand command : commands) {
            replies.add(begin(command, replies, Boolean.TRUE.equals(request.parallel())));
        }
        return Future.all(replies).map(all -> {
            ArrayNode answers = JsonNodeFactory.instance.arrayNode(replies.size());
            replies.forEach(reply -> answers.add(reply(reply.result())));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("replies", answers);
            return new ApiResult.Bare(body);
        });
    }

    private static boolean looksAtTheCluster(ApiRequests.@Nullable BatchCommand command) {
        return command != null && (command.channels() != null || command.info() != null);
    }

    private Future<Map.Entry<String, ApiResult>> begin(
            ApiRequests.@Nullable BatchCommand command, List<? extends Future<?>> before, boolean parallel) {
        if (command != null && command.publish() != null) {
            return named("publish", methods.publish(command.publish()));
        }
        if (command != null && command.broadcast() != null) {
            return named("broadcast", methods.broadcast(command.broadcast()));
        }
        Future<?> turn = parallel ? Future.succeededFuture() : Future.all(List.copyOf(before));
        if (command != null && command.channels() != null) {
            ApiRequests.Channels channels = command.channels();
            return named("channels", turn.compose(ready -> methods.channels(channels)));
        }
        if (command != null && command.info() != null) {
            return named("info", turn.compose(ready -> methods.info()));
        }
        return named("", Future.succeededFuture(ApiResult.failure(ErrorCode.METHOD_NOT_FOUND)));
    }

    private static Future<Map.Entry<String, ApiResult>> named(String method, Future<ApiResult> answer) {
        return answer.map(result -> Map.entry(method, result));
    }

    private static ObjectNode reply(Map.Entry<String, ApiResult> answer) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (answer.getValue() instanceof ApiResult.Success success) {
            reply.set(answer.getKey(), success.result());
        } else if (answer.getValue() instanceof ApiResult.Failure failure) {
            reply.set("error", ApiResult.errorObject(failure.error()));
        }
        return reply;
    }
}
