package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEmulationTest {
    private final JsonFrameCodec codec = new JsonFrameCodec();

    @Test
    void theCommandsAreAStringOfLines() {
        EmulationRequest request = decode(
                "{\"node\":\"n1\",\"session\":\"s1\",\"data\":\"{\\\"id\\\":1,\\\"ping\\\":{}}\\n{}\",\"other\":{}}");
        assertThat(request.node()).isEqualTo("n1");
        assertThat(request.session()).isEqualTo("s1");
        assertThat(codec.decode(request.data().bytes(), 0, request.data().size()))
                .containsExactly(new Command.Ping(1), new Command.Pong());
    }

    @Test
    void whatIsAbsentOrNullIsEmpty() {
        assertThat(decode("{}")).isEqualTo(new EmulationRequest("", "", Payload.EMPTY));
        assertThat(decode("{\"session\":null}").session()).isEmpty();
    }

    @Test
    void theSecretDoesNotGetIntoLogs() {
        assertThat(decode("{\"session\":\"secret\",\"data\":\"secret\"}").toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}{}",
                "{\"data\":{}}",
                "{\"data\":[1]}",
                "{\"session\":1}",
                "{\"node\":{}}"
            })
    void anythingElseIsMalformed(String body) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(body));
    }

    private EmulationRequest decode(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return codec.decodeEmulation(bytes, 0, bytes.length);
    }
}
