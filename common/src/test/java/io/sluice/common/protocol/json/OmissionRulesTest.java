package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.SubscribeResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fields are left out of a frame, and which never are. */
class OmissionRulesTest {
    private static final ClientInfo NOBODY = new ClientInfo("", "", Payload.EMPTY, Payload.EMPTY);
    private static final Publication NOTHING =
            new Publication(Payload.EMPTY, null, 0, Map.of(), DataForm.PLAIN, "", "", 0);

    private final FrameCodec codec = new JsonFrameCodec();

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void zeroValuesAreLeftOutButForTheEightThatClientsNeed(Reply reply, String frame) {
        assertThat(new String(codec.encode(reply), UTF_8)).isEqualTo(frame);
    }

    static Stream<Arguments> zeroValuesAreLeftOutButForTheEightThatClientsNeed() {
        return Stream.of(
                arguments(new Reply.Ping(), "{}"),
                arguments(new Reply.Published(0), "{\"publish\":{}}"),
                arguments(new Reply.Published(3), "{\"id\":3,\"publish\":{}}"),
                arguments(new Reply.Published(4294967295L), "{\"id\":4294967295,\"publish\":{}}"),
                arguments(new Reply.Unsubscribed(3), "{\"id\":3,\"unsubscribe\":{}}"),
                arguments(new Reply.Connected(3, Samples.EMPTY_CONNECT), "{\"id\":3,\"connect\":{}}"),
                arguments(new Reply.Subscribed(3, SubscribeResult.PLAIN), "{\"id\":3,\"subscribe\":{}}"),
                arguments(new Reply.RpcAnswered(3, Payload.EMPTY), "{\"id\":3,\"rpc\":{}}"),
                arguments(new Reply.Refreshed(3, new RefreshResult("", "", false, 0)), "{\"id\":3,\"refresh\":{}}"),
                arguments(new Reply.SubRefreshed(3, false, 0), "{\"id\":3,\"sub_refresh\":{}}"),
                arguments(new Reply.PresenceListed(3, Map.of()), "{\"id\":3,\"presence\":{\"presence\":{}}}"),
                arguments(
                        new Reply.PresenceListed(3, Map.of("", NOBODY)),
                        "{\"id\":3,\"presence\":{\"presence\":{\"\":{\"user\":\"\",\"client\":\"\"}}}}"),
                arguments(
                        new Reply.PresenceCounted(3, 0, 0),
                        "{\"id\":3,\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}"),
                arguments(
                        new Reply.HistoryListed(3, List.of(NOTHING, NOTHING), "", 0),
                        "{\"id\":3,\"history\":{\"publications\":[{},{}],\"epoch\":\"\",\"offset\":0}}"),
                arguments(
                        new Reply.Failed(3, ErrorCode.EXPIRED.error()),
                        "{\"id\":3,\"error\":{\"code\":110,\"message\":\"expired\"}}"),
                arguments(push(new Push.Published("", NOTHING)), "{\"push\":{\"pub\":{}}}"),
                arguments(push(new Push.Message(Payload.EMPTY)), "{\"push\":{\"message\":{}}}"),
                arguments(push(new Push.Refreshed(false, 0)), "{\"push\":{\"refresh\":{}}}"),
                arguments(push(new Push.Connected(Samples.EMPTY_CONNECT)), "{\"push\":{\"connect\":{}}}"),
                arguments(
                        push(new Push.Joined("c", NOBODY)),
                        "{\"push\":{\"channel\":\"c\",\"join\":{\"info\":{\"user\":\"\",\"client\":\"\"}}}}"),
                arguments(
                        push(new Push.Subscribed("c", false, "", 0, false, Payload.EMPTY)),
                        "{\"push\":{\"channel\":\"c\",\"subscribe\":{}}}"));
    }

    @Test
    void thePublishersClockIsNotSentToClients() {
        Publication stamped =
                new Publication(Payload.of("1"), null, 0, Map.of(), DataForm.PLAIN, "", "", 1700000000000L);
        assertThat(encode(push(new Push.Published("c", stamped))))
                .isEqualTo("{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":1}}}");
    }

    @Test
    void anEmptyTagIsKeptAsItsKeySaysSomething() {
        Publication tagged = new Publication(Payload.of("1"), null, 0, Map.of("urgent", ""), DataForm.PLAIN, "", "", 0);
        assertThat(encode(push(new Push.Published("c", tagged))))
                .isEqualTo("{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":1,\"tags\":{\"urgent\":\"\"}}}}");
    }

    @Test
    void severalRepliesAreOnePerLineWithoutANewlineAtTheEnd() {
        byte[] frame = codec.encode(List.of(new Reply.Published(1), new Reply.Ping(), new Reply.Published(2)));
        assertThat(new String(frame, UTF_8)).isEqualTo("{\"id\":1,\"publish\":{}}\n{}\n{\"id\":2,\"publish\":{}}");
    }

    @Test
    void noRepliesAreNoFrame() {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(List.of()));
    }

    private String encode(Reply reply) {
        return new String(codec.encode(reply), UTF_8);
    }

    private static Reply push(Push push) {
        return new Reply.Pushed(push);
    }
}
