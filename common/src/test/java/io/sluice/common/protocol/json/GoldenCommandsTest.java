package io.sluice.common.protocol.json;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCommandsTest {
    private static final String TOKEN = "header.claims.signature";

    private static final Map<String, List<Command>> COMMANDS = Map.ofEntries(
            entry("command-connect", List.of(connect(), fullConnect())),
            entry("command-subscribe", List.of(subscribe(), fullSubscribe())),
            entry("command-unsubscribe", List.of(new Command.Unsubscribe(4, "news"))),
            entry(
                    "command-publish",
                    List.of(
                            new Command.Publish(5, "chat", Payload.of("{\"text\":\"hello\"}"), 0, "", false),
                            new Command.Publish(6, "board", Payload.of("7"), 1, "cell-3", true))),
            entry("command-presence", List.of(new Command.Presence(7, "chat"))),
            entry("command-presence-stats", List.of(new Command.PresenceStats(8, "chat"))),
            entry(
                    "command-history",
                    List.of(
                            new Command.History(9, "chat", 0, null, false),
                            new Command.History(10, "chat", -1, new StreamPosition(5, "bQzX"), true))),
            entry("command-ping", List.of(new Command.Ping(11))),
            entry("command-send", List.of(new Command.Send(0, Payload.of("\"seen\"")))),
            entry("command-rpc", List.of(new Command.Rpc(12, "quote", Payload.of("[1,2.5e3,-0]")))),
            entry("command-refresh", List.of(new Command.Refresh(13, TOKEN))),
            entry(
                    "command-sub-refresh",
                    List.of(new Command.SubRefresh(14, "news", TOKEN, 0), new Command.SubRefresh(15, "polled", "", 1))),
            entry("command-pong", List.of(new Command.Pong())),
            entry("command-unknown", List.of(new Command.Unknown(16), new Command.Unknown(17))));

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aGoldenFileDecodesToItsCommands(String name, List<Command> commands) {
        byte[] frame = Golden.bytes(name);
        assertThat(new JsonFrameCodec().decode(frame, 0, frame.length)).isEqualTo(commands);
    }

    static Stream<Arguments> aGoldenFileDecodesToItsCommands() {
        return COMMANDS.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsDecoded() throws Exception {
        assertThat(Golden.names("command-")).containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
    }

    @Test
    void everyKindOfCommandHasAGoldenFile() {
        assertThat(COMMANDS.values().stream().flatMap(List::stream).<Class<?>>map(Command::getClass))
                .containsOnly(Command.class.getPermittedSubclasses());
    }

    private static Command connect() {
        return new Command.Connect(1, "", Payload.EMPTY, "", "", Map.of(), Map.of(), 0);
    }

    private static Command fullConnect() {
        Command.Subscribe resume = new Command.Subscribe(
                0, "", "", true, "bQzX", 42, Payload.EMPTY, false, false, false, "", Payload.EMPTY, 0, 0);
        return new Command.Connect(
                1,
                TOKEN,
                Payload.of("{\"build\":7}"),
                "js",
                "1.4",
                Map.of("authorization", "Bearer x"),
                Map.of("news", resume),
                1);
    }

    private static Command subscribe() {
        return new Command.Subscribe(
                2, "news", "", false, "", 0, Payload.EMPTY, false, false, false, "", Payload.EMPTY, 1, 0);
    }

    private static Command fullSubscribe() {
        return new Command.Subscribe(
                3,
                "prices:ACME",
                TOKEN,
                true,
                "bQzX",
                9007199254740991L,
                Payload.of("[\"a\",null]"),
                true,
                true,
                true,
                "fossil",
                Payload.of("{\"key\":\"side\",\"cmp\":\"eq\",\"val\":\"buy\"}"),
                3,
                4);
    }
}
