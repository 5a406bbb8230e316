package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecodingTest {
    private static final List<String> PARTS_BY_PRECEDENCE = List.of(
            "connect",
            "ping",
            "subscribe",
            "unsubscribe",
            "publish",
            "presence",
            "presence_stats",
            "history",
            "rpc",
            "send",
            "refresh",
            "sub_refresh");

    private final JsonFrameCodec codec = new JsonFrameCodec();

    @Test
    void ofSeveralPartsTheFirstInTheProtocolsOrderCounts() {
        List<Class<?>> kinds = new ArrayList<>();
        for (int first = 0; first < PARTS_BY_PRECEDENCE.size(); first++) {
            StringBuilder parts = new StringBuilder();
            for (int i = PARTS_BY_PRECEDENCE.size() - 1; i >= first; i--) {
                parts.append('"').append(PARTS_BY_PRECEDENCE.get(i)).append("\":{},");
            }
            kinds.add(command("{" + parts + "\"id\":1}").getClass());
        }
        assertThat(kinds)
                .containsExactly(
                        Command.Connect.class,
                        Command.Ping.class,
                        Command.Subscribe.class,
                        Command.Unsubscribe.class,
                        Command.Publish.class,
                        Command.Presence.class,
                        Command.PresenceStats.class,
                        Command.History.class,
                        Command.Rpc.class,
                        Command.Send.class,
                        Command.Refresh.class,
                        Command.SubRefresh.class);
    }

    @Test
    void theIdMayComeLast() {
        assertThat(command("{\"presence\":{\"channel\":\"c\"},\"id\":9}")).isEqualTo(new Command.Presence(9, "c"));
    }

    @Test
    void anEmptyObjectIsAPong() {
        assertThat(command("{ }")).isEqualTo(new Command.Pong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":0}",
                "{\"id\":null}",
                "{\"later\":{}}",
                "{\"push\":{}}",
                "{\"publish\":null}",
                "{\"\":1}"
            })
    void anObjectWithoutAKnownPartIsUnknownAndNoPong(String frame) {
        assertThat(command(frame)).isEqualTo(new Command.Unknown(0));
    }

    @Test
    void fieldsThatAreNotKnownAreSkippedWhateverTheyHold() {
        assertThat(command("{\"later\":[{\"x\":[1,{}]},null],\"id\":1,\"x\":\"\\u0041\",\"y\":-1.5e-9,\"publish\":"
                        + "{\"later\":{\"data\":5},\"channel\":\"c\",\"token\":7,\"data\":1,\"z\":true}}"))
                .isEqualTo(publish("c", "1"));
    }

    @Test
    void nullFieldsReadAsAbsent() {
        assertThat(command("{\"id\":1,\"publish\":{\"channel\":null,\"data\":null,\"type\":null,\"removed\":null}}"))
                .isEqualTo(publish("", ""));
        assertThat(command("{\"id\":1,\"history\":{\"since\":null}}"))
                .isEqualTo(new Command.History(1, "", 0, null, false));
    }

    @Test
    void anEmptyPositionIsAPositionStill() {
        assertThat(command("{\"id\":1,\"history\":{\"since\":{}}}"))
                .isEqualTo(new Command.History(1, "", 0, new StreamPosition(0, ""), false));
    }

    @Test
    void entriesOfMapsThatAreNullAreLeftOut() {
        Command.Connect connect = (Command.Connect)
                command("{\"id\":1,\"connect\":{\"headers\":{\"a\":\"1\",\"b\":null},\"subs\":{\"news\":null}}}");
        assertThat(connect.headers()).isEqualTo(Map.of("a", "1"));
        assertThat(connect.subs()).isEmpty();
    }

    @Test
    void ofRepeatedFieldsTheLastCounts() {
        String parts = "\"publish\":{\"channel\":\"x\"},\"publish\":{\"channel\":\"a\",\"data\":1,"
                + "\"data\":2,\"channel\":\"b\",\"type\":9,\"type\":null}";
        assertThat(command("{\"id\":5,\"id\":1," + parts + "}")).isEqualTo(publish("b", "2"));
        assertThat(command("{\"id\":1,\"publish\":{},\"publish\":null}")).isEqualTo(new Command.Unknown(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": [1, 2 ,3] }      | {\"a\": [1, 2 ,3] }",
                "\"two words\"            | \"two words\"",
                "\"\\\"\\\\ \\u00e9 é 𝄞\" | \"\\\"\\\\ \\u00e9 é 𝄞\"",
                "\"\\ud834\\uDD1E\"       | \"\\ud834\\uDD1E\"",
                "\"\\\\ud834\"            | \"\\\\ud834\"",
                "\"\"                     | \"\"",
                "-0.50E+3                 | -0.50E+3",
                "123456789012345678901234 | 123456789012345678901234",
                "true                     | true",
                "false                    | false",
                "[]                       | []",
                "{}                       | {}",
            })
    void aPayloadIsTheBytesThatWereSent(String sent, String expected) {
        for (String tail : List.of("", " ", "\t", ",\"key\":\"\"", " , \"key\":\"\"")) {
            assertThat(command("{\"id\":1,\"publish\":{\"channel\":\"c\", \"data\" : " + sent + tail + "}}"))
                    .isEqualTo(publish("c", expected));
        }
    }

    @Test
    void rawNewlinesAreCutOutOfAPayloadAndEscapedOnesStay() {
        assertThat(command(
                        "{\"id\":1,\n\"publish\":{\"channel\":\"c\",\r\n\"data\":\r\n{\n\"a\":\r[\n\"x\\ny\"\n]}\n}}"))
                .isEqualTo(publish("c", "{\"a\":[\"x\\ny\"]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}\n{\"id\":1}",
                "{}\n{\"id\":1}\n",
                "\r\n {}\r\n\r\n\t{\"id\":1} \n",
                "{} {\"id\":1}",
                "{}{\"id\":1}"
            })
    void anyWhiteSpaceMaySeparateCommands(String frame) {
        assertThat(decode(frame)).containsExactly(new Command.Pong(), new Command.Unknown(1));
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        byte[] bytes = "xx{\"id\":1,\"rpc\":{\"data\":[ 1 ]}}yy".getBytes(UTF_8);
        assertThat(codec.decode(bytes, 2, bytes.length - 4))
                .containsExactly(new Command.Rpc(1, "", Payload.of("[ 1 ]")));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> codec.decode(bytes, 2, bytes.length));
    }

    @Test
    void payloadsDoNotChangeWithTheFrame() {
        byte[] bytes = "{\"rpc\":{\"data\":\"abc\"}}".getBytes(UTF_8);
        List<Command> commands = codec.decode(bytes, 0, bytes.length);
        Arrays.fill(bytes, (byte) '#');
        assertThat(commands).containsExactly(new Command.Rpc(0, "", Payload.of("\"abc\"")));
    }

    @Test
    void theLargestNumbersOfEachTypeAreRead() {
        assertThat(
                        command(
                                "{\"id\":4294967295,\"history\":{\"limit\":-2147483648,\"since\":{\"offset\":9223372036854775807}}}"))
                .isEqualTo(new Command.History(
                        4294967295L, "", Integer.MIN_VALUE, new StreamPosition(Long.MAX_VALUE, ""), false));
        Command.Connect connect = (Command.Connect) command("{\"connect\":{\"flag\":-9223372036854775808}}");
        assertThat(connect.flag()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void textIsUnescaped() {
        assertThat(command("{\"id\":1,\"presence\":{\"ch\\u0061nnel\":\"\\u00e9\\n\\ud834\\udd1e\\/é\"}}"))
                .isEqualTo(new Command.Presence(1, "é\n\uD834\uDD1E/é"));
    }

    private static Command publish(String channel, String data) {
        return new Command.Publish(1, channel, Payload.of(data), 0, "", false);
    }

    private Command command(String frame) {
        List<Command> commands = decode(frame);
        assertThat(commands).hasSize(1);
        return commands.get(0);
    }

    private List<Command> decode(String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        return codec.decode(bytes, 0, bytes.length);
    }
}
