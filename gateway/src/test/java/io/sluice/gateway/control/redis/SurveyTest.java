package io.sluice.gateway.control.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.control.SurveyFailedException;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private final Survey survey = new Survey(Set.of("a", "b"));

    @Test
    void itIsCompleteWhenEveryNodeHasAnswered() {
        survey.take(answer("a", "1"));
        assertThat(survey.outcome().isComplete()).isFalse();
        survey.take(answer("b", "2"));
        assertThat(survey.outcome().result()).containsExactlyInAnyOrder(Buffer.buffer("1"), Buffer.buffer("2"));
    }

    @Test
    void equalAnswersOfTwoNodesAreTwoAnswers() {
        survey.take(answer("a", "1"));
        survey.take(answer("b", "1"));
        assertThat(survey.outcome().result()).containsExactly(Buffer.buffer("1"), Buffer.buffer("1"));
    }

    @Test
    void aNodesSecondAnswerIsIgnored() {
        survey.take(answer("a", "1"));
        survey.take(answer("a", "9"));
        assertThat(survey.outcome().isComplete()).isFalse();
        survey.take(answer("b", "2"));
        assertThat(survey.outcome().result()).containsExactlyInAnyOrder(Buffer.buffer("1"), Buffer.buffer("2"));
    }

    @Test
    void anAnswerOfANodeThatWasNotAskedIsIgnored() {
        survey.take(answer("c", "1"));
        survey.take(answer("a", "1"));
        assertThat(survey.outcome().isComplete()).isFalse();
    }

    @Test
    void aNodeThatCannotAnswerFailsIt() {
        survey.take(new ControlMessage(ControlMessage.Kind.FAILURE, "s", "a", "", Buffer.buffer()));
        assertThat(survey.outcome().cause())
                .isInstanceOf(SurveyFailedException.class)
                .hasMessage("node a could not answer");
        survey.take(answer("b", "2"));
        survey.timeOut();
        assertThat(survey.outcome().failed()).isTrue();
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeFailsIt() {
        survey.take(answer("a", "1"));
        survey.timeOut();
        assertThat(survey.outcome().cause())
                .isInstanceOf(SurveyFailedException.class)
                .hasMessage("1 nodes did not answer in time");
        survey.take(answer("b", "2"));
        assertThat(survey.outcome().failed()).isTrue();
    }

    @Test
    void aTimeOutAfterTheLastAnswerChangesNothing() {
        survey.take(answer("a", "1"));
        survey.take(answer("b", "2"));
        survey.timeOut();
        assertThat(survey.outcome().succeeded()).isTrue();
    }

    private static ControlMessage answer(String from, String body) {
        return new ControlMessage(ControlMessage.Kind.ANSWER, "s", from, "", Buffer.buffer(body));
    }
}
