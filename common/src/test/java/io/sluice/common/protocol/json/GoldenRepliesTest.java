package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenRepliesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void repliesEncodeToTheBytesOfTheirGoldenFile(String name, List<Reply> replies) {
        String frame = new String(new JsonFrameCodec().encode(replies), UTF_8);
        assertThat(frame + "\n").isEqualTo(Golden.text(name));
    }

    static Stream<Arguments> repliesEncodeToTheBytesOfTheirGoldenFile() {
        return GoldenMessages.REPLIES.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsEncoded() throws Exception {
        assertThat(Golden.names("reply-")).containsExactlyInAnyOrderElementsOf(GoldenMessages.REPLIES.keySet());
    }

    @Test
    void everyKindOfReplyButThePushHasAGoldenFile() {
        Stream<Class<?>> kinds = Stream.of(Reply.class.getPermittedSubclasses());
        assertThat(GoldenMessages.REPLIES.values().stream()
                        .flatMap(List::stream)
                        .<Class<?>>map(Reply::getClass))
                .containsOnly(kinds.filter(kind -> kind != Reply.Pushed.class).toArray(Class<?>[]::new));
    }
}
