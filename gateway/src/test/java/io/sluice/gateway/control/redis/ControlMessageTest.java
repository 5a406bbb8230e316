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
            @ForAll ControlMessage.Kind kind,
            @ForAll String id,
            @ForAll String from,
            @ForAll String name,
            @ForAll byte[] body) {
        ControlMessage message =
                new ControlMessage(kind, encodable(id), encodable(from), encodable(name), Buffer.buffer(body));
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
                "{\"kind\":\"order\",\"from\":\"n\"}",
                "{\"kind\":\"order\",\"body\":\"\"}",
                "{\"from\":\"n\",\"body\":\"\"}",
                "{\"kind\":null,\"from\":\"n\",\"body\":\"\"}",
                "{\"kind\":\"wish\",\"from\":\"n\",\"body\":\"\"}",
                "{\"kind\":7,\"from\":\"n\",\"body\":\"\"}",
                "{\"kind\":\"order\",\"from\":\"n\",\"body\":null}",
                "{\"kind\":\"order\",\"from\":\"n\",\"body\":1}",
                "{\"kind\":\"order\",\"from\":\"n\",\"body\":\"*\"}",
                "{\"kind\":\"order\",\"from\":\"n\",\"body\":\"\",\"id\":{}}",
                "{\"kind\":\"order\""
            })
    void whatIsNotAWholeMessageIsNone(String json) {
        assertThat(ControlMessage.decode(Buffer.buffer(json))).isEmpty();
    }

    @Test
    void aMessageOfAnotherVersionMayHaveFewerFieldsOrMore() {
        assertThat(ControlMessage.decode(
                        Buffer.buffer("{\"kind\":\"answer\",\"from\":\"n\",\"body\":\"YQ\",\"unheard\":{\"of\":1}}")))
                .contains(new ControlMessage(ControlMessage.Kind.ANSWER, "", "n", "", Buffer.buffer("a")));
    }

    private static String encodable(String text) {
        return Buffer.buffer(text).toString();
    }
}
