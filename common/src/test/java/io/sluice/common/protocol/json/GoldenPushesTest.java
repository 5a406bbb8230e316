package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsubscribeCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenPushesTest {
    private static final ClientInfo ANN = new ClientInfo("ann", "2f8a", Payload.EMPTY, Payload.EMPTY);
    private static final ClientInfo NAMED_ANN =
            new ClientInfo("ann", "2f8a", Payload.of("{\"name\":\"Ann\"}"), Payload.EMPTY);

    private static final Map<String, List<Push>> PUSHES = Map.ofEntries(
            entry(
                    "push-publication",
                    List.of(
                            new Push.Published("news", Samples.publication("{\"a\":1}", 1)),
                            new Push.Published("prices:*", Samples.FULL_PUBLICATION))),
            entry("push-join", List.of(new Push.Joined("chat", ANN))),
            entry("push-leave", List.of(new Push.Left("chat", NAMED_ANN))),
            entry("push-unsubscribe", List.of(new Push.Unsubscribed("chat", UnsubscribeCode.INSUFFICIENT_STATE))),
            entry("push-message", List.of(new Push.Message(Payload.of("{\"to\":\"you alone\"}")))),
            entry(
                    "push-subscribe",
                    List.of(
                            new Push.Subscribed("news", false, "", 0, false, Payload.EMPTY),
                            new Push.Subscribed("news", true, "bQzX", 42, true, Payload.of("[]")))),
            entry("push-connect", List.of(new Push.Connected(Samples.CONNECT_WITH_PLAIN_SUBSCRIPTION))),
            entry(
                    "push-disconnect",
                    List.of(
                            new Push.Disconnected(DisconnectCode.SHUTDOWN.disconnect()),
                            new Push.Disconnected(DisconnectCode.INVALID_TOKEN.disconnect()))),
            entry("push-refresh", List.of(new Push.Refreshed(true, 3600))));

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void pushesEncodeToTheBytesOfTheirGoldenFile(String name, List<Push> pushes) {
        List<Reply.Pushed> replies = pushes.stream().map(Reply.Pushed::new).toList();
        String frame = new String(new JsonFrameCodec().encode(replies), UTF_8);
        assertThat(frame + "\n").isEqualTo(Golden.text(name));
    }

    static Stream<Arguments> pushesEncodeToTheBytesOfTheirGoldenFile() {
        return PUSHES.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsEncoded() throws Exception {
        assertThat(Golden.names("push-")).containsExactlyInAnyOrderElementsOf(PUSHES.keySet());
    }

    @Test
    void everyKindOfPushHasAGoldenFile() {
        assertThat(PUSHES.values().stream().flatMap(List::stream).<Class<?>>map(Push::getClass))
                .containsOnly(Push.class.getPermittedSubclasses());
    }
}
