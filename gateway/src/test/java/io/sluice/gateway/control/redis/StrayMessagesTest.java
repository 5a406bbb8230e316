package io.sluice.gateway.control.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrayMessagesTest {

    @Test
    void aNodeThatWasNotAskedCannotFailASurvey() {
        Survey survey = new Survey(Set.of("a"));
        survey.take(new ControlMessage(ControlMessage.Kind.FAILURE, "s", "stranger", "", Buffer.buffer()));
        assertThat(survey.outcome().isComplete()).isFalse();
        survey.take(new ControlMessage(ControlMessage.Kind.ANSWER, "s", "a", "", Buffer.buffer("1")));
        assertThat(survey.outcome().succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"order\",\"id\":null,\"from\":\"n\",\"body\":\"\"}",
                "{\"kind\":\"order\",\"from\":\"n\",\"body\":\"\",\"name\":null}"
            })
    void anExplicitNullIsAsGoodAsAbsence(String json) {
        assertThatCode(() -> assertThat(ControlMessage.decode(Buffer.buffer(json)))
                        .contains(new ControlMessage(ControlMessage.Kind.ORDER, "", "n", "", Buffer.buffer())))
                .doesNotThrowAnyException();
    }
}
