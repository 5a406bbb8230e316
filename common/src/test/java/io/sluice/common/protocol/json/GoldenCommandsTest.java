package io.sluice.common.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCommandsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aGoldenFileDecodesToItsCommands(String name, List<Command> commands) {
        byte[] frame = Golden.bytes(name);
        assertThat(new JsonFrameCodec().decode(frame, 0, frame.length)).isEqualTo(commands);
    }

    static Stream<Arguments> aGoldenFileDecodesToItsCommands() {
        return GoldenMessages.COMMANDS.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsDecoded() throws Exception {
        assertThat(Golden.names("command-")).containsExactlyInAnyOrderElementsOf(GoldenMessages.COMMANDS.keySet());
    }

    @Test
    void everyKindOfCommandHasAGoldenFile() {
        assertThat(GoldenMessages.COMMANDS.values().stream()
                        .flatMap(List::stream)
                        .<Class<?>>map(Command::getClass))
                .containsOnly(Command.class.getPermittedSubclasses());
    }
}
