package io.sluice.common.protocol.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.GoldenMessages;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenProtobufTest {
    private final ProtobufFrameCodec codec = new ProtobufFrameCodec();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aGoldenFileDecodesToItsCommands(String name, List<Command> commands) {
        byte[] frame = GoldenProtobuf.frame(name);
        assertThat(codec.decode(frame, 0, frame.length)).isEqualTo(commands);
    }

    static Stream<Arguments> aGoldenFileDecodesToItsCommands() {
        return rows(GoldenMessages.COMMANDS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void pushesEncodeToTheBytesOfTheirGoldenFile(String name, List<Push> pushes) {
        assertGolden(name, pushes.stream().map(Reply.Pushed::new).toList());
    }

    static Stream<Arguments> pushesEncodeToTheBytesOfTheirGoldenFile() {
        return rows(GoldenMessages.PUSHES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void repliesEncodeToTheBytesOfTheirGoldenFile(String name, List<Reply> replies) {
        assertGolden(name, replies);
    }

    static Stream<Arguments> repliesEncodeToTheBytesOfTheirGoldenFile() {
        return rows(GoldenMessages.REPLIES);
    }

    private void assertGolden(String name, List<? extends Reply> replies) {
        String expected = HexFormat.of().formatHex(GoldenProtobuf.frame(name));
        assertThat(HexFormat.of().formatHex(codec.encode(replies))).isEqualTo(expected);
        StringBuilder oneByOne = new StringBuilder();
        for (Reply reply : replies) {
            oneByOne.append(HexFormat.of().formatHex(codec.encode(reply)));
        }
        assertThat(oneByOne).hasToString(expected);
    }

    private static <T> Stream<Arguments> rows(Map<String, List<T>> messages) {
        return messages.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }
}
