package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenPushesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void pushesEncodeToTheBytesOfTheirGoldenFile(String name, List<Push> pushes) {
        List<Reply.Pushed> replies = pushes.stream().map(Reply.Pushed::new).toList();
        String frame = new String(new JsonFrameCodec().encode(replies), UTF_8);
        assertThat(frame + "\n").isEqualTo(Golden.text(name));
    }

    static Stream<Arguments> pushesEncodeToTheBytesOfTheirGoldenFile() {
        return GoldenMessages.PUSHES.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsEncoded() throws Exception {
        assertThat(Golden.names("push-")).containsExactlyInAnyOrderElementsOf(GoldenMessages.PUSHES.keySet());
    }

    @Test
    void everyKindOfPushHasAGoldenFile() {
        assertThat(GoldenMessages.PUSHES.values().stream().flatMap(List::stream).<Class<?>>map(Push::getClass))
                .containsOnly(Push.class.getPermittedSubclasses());
    }
}
