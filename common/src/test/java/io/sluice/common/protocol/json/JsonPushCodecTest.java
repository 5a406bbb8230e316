package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPushCodecTest {
    private final JsonPushCodec codec = new JsonPushCodec();

    @Test
    void aPushStandsAlone() {
        assertThat(codec.encode(new Reply.Pushed(new Push.Published("a", Samples.publication("{\"b\":1}", 3)))))
                .asString()
                .isEqualTo("{\"channel\":\"a\",\"pub\":{\"data\":{\"b\":1},\"offset\":3}}");
        assertThat(codec.encode(new Reply.Pushed(new Push.Message(Payload.of("2")))))
                .asString()
                .isEqualTo("{\"message\":{\"data\":2}}");
    }

    @Test
    void aPingIsTheEmptyObject() {
        assertThat(codec.encode(new Reply.Ping())).asString().isEqualTo("{}");
    }

    @Test
    void anAnswerHasNoPlaceHere() {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(new Reply.Published(1)));
    }

    @Test
    void aConnectObjectIsReadWithoutAnEnvelope() {
        assertThat(connect("{\"token\":\"t\",\"name\":\"curl\",\"data\":{\"a\":1},\"other\":[]}\n"))
                .isEqualTo(new Command.Connect(1, "t", Payload.of("{\"a\":1}"), "curl", "", Map.of(), Map.of(), 0));
        assertThat(connect("{}")).isEqualTo(new Command.Connect(1, "", Payload.EMPTY, "", "", Map.of(), Map.of(), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "null", "1", "{", "{}{}", "{}\n{}", "{\"token\":1}", "{\"subs\":[]}", "\u0000"})
    void anythingElseIsMalformed(String request) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> connect(request));
    }

    private Command.Connect connect(String request) {
        byte[] bytes = request.getBytes(UTF_8);
        return codec.decodeConnect(bytes, 0, bytes.length);
    }
}
