package io.sluice.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Carries out the commands of one request and gives their answers in the same order.
 *
 * <p>Nothing here nests one future in another for each command: ten thousand that complete each other would not fit on a stack.
 *
 * @param carryOut begins one command; its futures never fail
 */
record CommandSequence(Function<ApiCommand, Future<ApiResult>> carryOut) {

    /** Most commands of one request that run at the same time: as many as clients of this API expect elsewhere. */
    static final int LANES = 1024;

    /** Each command sees what those before it have done. */
    Future<List<ApiResult>> oneByOne(List<ApiCommand> commands) {
        Promise<Void> done = Promise.promise();
        List<Future<ApiResult>> answers = new ArrayList<>(commands.size());
        advance(commands, answers, 0, done);
        return done.future().map(all -> results(answers));
    }

    /** Every command by itself; those that are begun together are begun in order. */
    Future<List<ApiResult>> sideBySide(List<ApiCommand> commands) {
        List<Future<ApiResult>> answers = new ArrayList<>(commands.size());
        for (ApiCommand command : commands) {
            int waitsFor = answers.size() - LANES;
            answers.add(
                    waitsFor < 0
                            ? carryOut.apply(command)
                            : answers.get(waitsFor).compose(done -> carryOut.apply(command)));
        }
        return Future.all(answers).map(all -> results(answers));
    }

    /**
     * Goes on until something has to be waited for, and comes back when that is done.
     *
     * @param settled how many answers, from the first, are known to be complete
     */
    private void advance(List<ApiCommand> commands, List<Future<ApiResult>> answers, int settled, Promise<Void> done) {
        int complete = settled;
        while (answers.size() < commands.size()) {
            ApiCommand command = commands.get(answers.size());
            if (command.waits() || lastWaited(commands, answers.size())) {
                int begun = answers.size();
                Future<?> before = Future.all(List.copyOf(answers.subList(complete, begun)));
                if (!before.isComplete()) {
                    before.onComplete(ignored -> advance(commands, answers, begun, done));
                    return;
                }
                complete = begun;
            }
            answers.add(carryOut.apply(command));
        }
        Future.all(List.copyOf(answers.subList(complete, answers.size()))).onComplete(ignored -> done.complete());
    }

    private static boolean lastWaited(List<ApiCommand> commands, int index) {
        return index > 0 && commands.get(index - 1).waits();
    }

    private static List<ApiResult> results(List<Future<ApiResult>> answers) {
        return answers.stream().map(Future::result).toList();
    }
}
