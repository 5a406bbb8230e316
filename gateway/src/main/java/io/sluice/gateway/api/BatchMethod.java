package io.sluice.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.common.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several methods in one request, answered in their order, each under its name.
 *
 * @param sequence carries them out
 */
record BatchMethod(CommandSequence sequence) {

    /** Most commands in one batch: more is a sign of a runaway caller, and the answer is built in memory. */
    static final int MAX_COMMANDS = 10_000;

    /** Most commands of one batch that ask all nodes: each costs every node an answer. */
    static final int MAX_SURVEYS = 100;

    Future<ApiResult> batch(ApiRequests.Batch request) {
        List<@Nullable BatchCommand> given = request.commands();
        if (given == null || given.size() > MAX_COMMANDS) {
            return badRequest();
        }
        List<ApiCommand> commands = given.stream().map(BatchMethod::command).toList();
        if (commands.stream().filter(ApiCommand::surveys).count() > MAX_SURVEYS) {
            return badRequest();
        }
        Future<List<ApiResult>> results =
                Boolean.TRUE.equals(request.parallel()) ? sequence.sideBySide(commands) : sequence.oneByOne(commands);
        return results.map(answers -> replies(commands, answers));
    }

    private static ApiCommand command(@Nullable BatchCommand given) {
        if (given == null || given.requests().isEmpty()) {
            return new ApiCommand.Mistake(ErrorCode.METHOD_NOT_FOUND);
        }
        if (given.requests().size() > 1) {
            return new ApiCommand.Mistake(ErrorCode.BAD_REQUEST);
        }
        Map.Entry<ApiMethod, Record> only =
                given.requests().entrySet().iterator().next();
        return only.getKey().turn() == ApiMethod.Turn.WHOLE_REQUEST
                ? new ApiCommand.Mistake(ErrorCode.METHOD_NOT_FOUND)
                : new ApiCommand.Call(only.getKey(), only.getValue());
    }

    private static ApiResult replies(List<ApiCommand> commands, List<ApiResult> answers) {
        List<ObjectNode> replies = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            String name = commands.get(i) instanceof ApiCommand.Call call
                    ? call.method().wireName()
                    : "error";
            replies.add(answers.get(i).envelope(name));
        }
        return new ApiResult.Replies(replies);
    }

    private static Future<ApiResult> badRequest() {
        return Future.succeededFuture(ApiResult.failure(ErrorCode.BAD_REQUEST));
    }
}
