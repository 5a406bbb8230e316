package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final Answers answers = new Answers();

    @Test
    void aQuestionIsAnsweredByItsFunction() {
        answers.add("echo", Future::succeededFuture);
        assertThat(answers.answer("echo", Buffer.buffer("x")).result()).isEqualTo(Buffer.buffer("x"));
    }

    @Test
    void anUnknownQuestionFails() {
        assertThat(answers.answer("what", Buffer.buffer()).cause())
                .isInstanceOf(SurveyFailedException.class)
                .hasMessage("unknown question what");
    }

    @Test
    void aQuestionHasOneAnswer() {
        answers.add("echo", Future::succeededFuture);
        assertThatIllegalStateException()
                .isThrownBy(() -> answers.add("echo", Future::succeededFuture))
                .withMessage("question echo has an answer already");
    }
}
