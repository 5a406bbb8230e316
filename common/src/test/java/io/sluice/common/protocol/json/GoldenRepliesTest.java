package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenRepliesTest {
    private static final Map<String, List<Reply>> REPLIES = Map.ofEntries(
            entry(
                    "reply-error",
                    List.of(
                            new Reply.Failed(1, ErrorCode.PERMISSION_DENIED.error()),
                            new Reply.Failed(2, ErrorCode.INTERNAL.error()))),
            entry(
                    "reply-connect",
                    List.of(
                            new Reply.Connected(1, Samples.PLAIN_CONNECT),
                            new Reply.Connected(1, Samples.FULL_CONNECT))),
            entry(
                    "reply-subscribe",
                    List.of(
                            new Reply.Subscribed(2, Samples.PLAIN_SUBSCRIBE),
                            new Reply.Subscribed(2, Samples.RECOVERABLE_SUBSCRIBE),
                            new Reply.Subscribed(3, Samples.FULL_SUBSCRIBE))),
            entry("reply-unsubscribe", List.of(new Reply.Unsubscribed(4))),
            entry("reply-publish", List.of(new Reply.Published(3))),
            entry(
                    "reply-presence",
                    List.of(
                            new Reply.PresenceListed(7, Map.of()),
                            new Reply.PresenceListed(
                                    7,
                                    Map.of(
                                            "2f8a",
                                            new ClientInfo(
                                                    "ann",
                                                    "2f8a",
                                                    Payload.of("{\"name\":\"Ann\"}"),
                                                    Payload.of("\"host\"")))))),
            entry(
                    "reply-presence-stats",
                    List.of(new Reply.PresenceCounted(8, 0, 0), new Reply.PresenceCounted(8, 12, 5))),
            entry(
                    "reply-history",
                    List.of(
                            new Reply.HistoryListed(9, List.of(), "", 0),
                            new Reply.HistoryListed(
                                    9,
                                    List.of(Samples.publication("{\"n\":1}", 5), Samples.publication("{\"n\":2}", 6)),
                                    "bQzX",
                                    6))),
            entry(
                    "reply-rpc",
                    List.of(
                            new Reply.RpcAnswered(12, Payload.EMPTY),
                            new Reply.RpcAnswered(12, Payload.of("{\"price\":9.5}")))),
            entry(
                    "reply-refresh",
                    List.of(
                            new Reply.Refreshed(13, new RefreshResult("", "", false, 0)),
                            new Reply.Refreshed(13, new RefreshResult("2f8a", "0.1", true, 3600)))),
            entry(
                    "reply-sub-refresh",
                    List.of(new Reply.SubRefreshed(14, false, 0), new Reply.SubRefreshed(14, true, 60))),
            entry("reply-ping", List.of(new Reply.Ping())));

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void repliesEncodeToTheBytesOfTheirGoldenFile(String name, List<Reply> replies) {
        String frame = new String(new JsonFrameCodec().encode(replies), UTF_8);
        assertThat(frame + "\n").isEqualTo(Golden.text(name));
    }

    static Stream<Arguments> repliesEncodeToTheBytesOfTheirGoldenFile() {
        return REPLIES.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @Test
    void everyGoldenFileIsEncoded() throws Exception {
        assertThat(Golden.names("reply-")).containsExactlyInAnyOrderElementsOf(REPLIES.keySet());
    }

    @Test
    void everyKindOfReplyButThePushHasAGoldenFile() {
        Stream<Class<?>> kinds = Stream.of(Reply.class.getPermittedSubclasses());
        assertThat(REPLIES.values().stream().flatMap(List::stream).<Class<?>>map(Reply::getClass))
                .containsOnly(kinds.filter(kind -> kind != Reply.Pushed.class).toArray(Class<?>[]::new));
    }
}
