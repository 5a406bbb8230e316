package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandSequenceTest {

    private static final ApiResult OK = new ApiResult.Success(new ApiResults.Done());
    private static final ApiCommand PUBLISH = new ApiCommand.Call(
            ApiMethod.PUBLISH, new ApiRequests.Publish(null, null, null, null, null, null, null, null, null));
    private static final ApiCommand HISTORY =
            new ApiCommand.Call(ApiMethod.HISTORY, new ApiRequests.History(null, null, null, null));
    private static final int MANY = BatchMethod.MAX_COMMANDS;

    private final List<ApiCommand> begun = new ArrayList<>();
    private final Deque<Promise<ApiResult>> waiting = new ArrayDeque<>();
    private final CommandSequence sequence = new CommandSequence(command -> {
        begun.add(command);
        Promise<ApiResult> answer = Promise.promise();
        waiting.add(answer);
        return answer.future();
    });

    @Test
    void publicationsDoNotWaitForEachOther() {
        Future<List<ApiResult>> results = sequence.oneByOne(List.of(PUBLISH, PUBLISH, PUBLISH));
        assertThat(begun).hasSize(3);
        waiting.removeLast().complete(OK);
        waiting.removeFirst().complete(ApiResult.failure(ErrorCode.INTERNAL));
        assertThat(results.isComplete()).isFalse();
        waiting.remove().complete(OK);
        assertThat(results.result()).containsExactly(ApiResult.failure(ErrorCode.INTERNAL), OK, OK);
    }

    @Test
    void anythingElseWaitsForAllBeforeItAndWhatFollowsWaitsForIt() {
        sequence.oneByOne(List.of(PUBLISH, PUBLISH, HISTORY, HISTORY, PUBLISH, PUBLISH));
        assertThat(begun).containsExactly(PUBLISH, PUBLISH);
        waiting.remove().complete(OK);
        assertThat(begun).hasSize(2);
        waiting.remove().complete(OK);
        assertThat(begun).containsExactly(PUBLISH, PUBLISH, HISTORY);
        waiting.remove().complete(OK);
        assertThat(begun).hasSize(4);
        waiting.remove().complete(OK);
        assertThat(begun).hasSize(6);
    }

    @Test
    void nothingHasNoAnswers() {
        assertThat(sequence.oneByOne(List.of()).result()).isEmpty();
        assertThat(sequence.sideBySide(List.of()).result()).isEmpty();
    }

    @Test
    void sideBySideSoManyRunAtATime() {
        Future<List<ApiResult>> results = sequence.sideBySide(Collections.nCopies(MANY, HISTORY));
        assertThat(begun).hasSize(CommandSequence.LANES);
        waiting.remove().complete(OK);
        assertThat(begun).hasSize(CommandSequence.LANES + 1);
        while (!waiting.isEmpty()) {
            waiting.remove().complete(OK);
        }
        assertThat(results.result()).hasSize(MANY);
    }

    /** Ten thousand that wait for each other, answered at once, later, or each by the one before it. */
    @Test
    void longSequencesDoNotOverflowTheStack() {
        for (boolean sideBySide : new boolean[] {false, true}) {
            CommandSequence prompt = new CommandSequence(command -> Future.succeededFuture(OK));
            assertThat(run(prompt, MANY, sideBySide).result()).hasSize(MANY);

            Future<List<ApiResult>> later = run(sequence, MANY, sideBySide);
            while (!waiting.isEmpty()) {
                waiting.remove().complete(OK);
            }
            assertThat(later.result()).hasSize(MANY);

            Promise<ApiResult> first = Promise.promise();
            Deque<Future<ApiResult>> answers = new ArrayDeque<>(List.of(first.future()));
            CommandSequence chained =
                    new CommandSequence(command -> answers.isEmpty() ? Future.succeededFuture(OK) : answers.remove());
            Future<List<ApiResult>> together = run(chained, MANY, sideBySide);
            first.complete(OK);
            assertThat(together.result()).hasSize(MANY);
        }
    }

    private static Future<List<ApiResult>> run(CommandSequence sequence, int count, boolean sideBySide) {
        List<ApiCommand> commands = Stream.generate(() -> HISTORY).limit(count).toList();
        return sideBySide ? sequence.sideBySide(commands) : sequence.oneByOne(commands);
    }
}
