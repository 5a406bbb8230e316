package io.sluice.gateway.control.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlMessageTest {

    @Property(tries = 200)
    void whatIsEncodedIsDecodedTheSame(
            @ForAll String survey,
            @ForAll String from,
            @ForAll String question,
            @ForAll boolean failed,
            @ForAll byte[] body) {
        ControlMessage message = new ControlMessage(
                encodable(survey), encodable(from), encodable(question), failed, Buffer.buffer(body));
        assertThat(ControlMessage.decode(message.encode())).contains(message);
    }

    @Property(tries = 500)
    void noBytesAreTooStrange(@ForAll byte[] bytes) {
        assertThat(ControlMessage.decode(Buffer.buffer(bytes))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "1",
                "\"x\"",
                "[]",
                "{}",
                "{\"survey\":\"s\",\"from\":\"n\"}",
                "{\"survey\":\"s\",\"body\":\"\"}",
                "{\"from\":\"n\",\"body\":\"\"}",
                "{\"survey\":null,\"from\":\"n\",\"body\":\"\"}",
                "{\"survey\":\"s\",\"from\":\"n\",\"body\":null}",
                "{\"survey\":\"s\",\"from\":\"n\",\"body\":1}",
                "{\"survey\":\"s\",\"from\":\"n\",\"body\":\"*\"}",
                "{\"survey\":\"s\",\"from\":\"n\",\"body\":\"\",\"failed\":\"no\"}",
                "{\"survey\":\"s\""
            })
    void whatIsNotAWholeMessageIsNone(String json) {
        assertThat(ControlMessage.decode(Buffer.buffer(json))).isEmpty();
    }

    @Test
    void aMessageOfAnotherVersionMayHaveFewerFieldsOrMore() {
        assertThat(ControlMessage.decode(
                        Buffer.buffer("{\"survey\":\"s\",\"from\":\"n\",\"body\":\"YQ\",\"unheard\":{\"of\":1}}")))
                .contains(new ControlMessage("s", "n", "", false, Buffer.buffer("a")));
    }

    private static String encodable(String text) {
        return Buffer.buffer(text).toString();
    }
}
