package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sluice.common.protocol.MalformedFrameException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedFramesTest {
    private final JsonFrameCodec codec = new JsonFrameCodec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\r\n\t ",
                "null",
                "1",
                "\"{}\"",
                "[]",
                "[{}]",
                "true",
                "x",
                "{",
                "}",
                "{}}",
                "{} x",
                "{},{}",
                "{}\n[]",
                "{}\n{",
                "{\"id\"}",
                "{\"id\":}",
                "{\"id\":1,}",
                "{id:1}",
                "{'id':1}",
                "{\"id\":1 \"rpc\":{}}",
                "{\"rpc\":{\"data\":}}",
                "{\"rpc\":{\"data\":[1,]}}",
                "{\"rpc\":{\"data\":[1}}",
                "{\"rpc\":{\"data\":nul}}",
                "{\"rpc\":{\"data\":NaN}}",
                "{\"rpc\":{\"data\":01}}",
                "{\"rpc\":{\"data\":+1}}",
                "{\"rpc\":{\"data\":.5}}",
                "{\"rpc\":{\"data\":1.}}",
                "{\"rpc\":{\"data\":1e}}",
                "{\"rpc\":{\"data\":\"a}}",
                "{\"rpc\":{\"data\":\"\\x\"}}",
                "{\"rpc\":{\"data\":\"\\u00g0\"}}",
                "{\"rpc\":{\"data\":\"\\u00\"}}",
                "{\"rpc\":{\"data\":\"a\nb\"}}",
                "{\"rpc\":{\"data\":\"\u0000\"}}",
                "{/* */}",
                "{}// x",
                "{}#",
                "\uFEFF{}",
                "{}\u0000",
                "{}\u00a0",
            })
    void whatIsNotJsonObjectsIsMalformed(String frame) {
        assertMalformed(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"1\"}",
                "{\"id\":true}",
                "{\"id\":{}}",
                "{\"id\":1.0}",
                "{\"id\":1e3}",
                "{\"id\":-1}",
                "{\"id\":4294967296}",
                "{\"id\":99999999999999999999999999}",
                "{\"connect\":1}",
                "{\"connect\":[]}",
                "{\"connect\":\"\"}",
                "{\"ping\":true}",
                "{\"publish\":{\"channel\":1}}",
                "{\"publish\":{\"channel\":{}}}",
                "{\"publish\":{\"channel\":[\"a\"]}}",
                "{\"publish\":{\"type\":2147483648}}",
                "{\"publish\":{\"type\":\"0\"}}",
                "{\"publish\":{\"removed\":1}}",
                "{\"publish\":{\"removed\":\"true\"}}",
                "{\"subscribe\":{\"recover\":0}}",
                "{\"subscribe\":{\"offset\":-1}}",
                "{\"subscribe\":{\"offset\":9223372036854775808}}",
                "{\"subscribe\":{\"offset\":18446744073709551616}}",
                "{\"subscribe\":{\"flag\":9223372036854775808}}",
                "{\"subscribe\":{\"epoch\":5}}",
                "{\"history\":{\"limit\":0.5}}",
                "{\"history\":{\"since\":5}}",
                "{\"history\":{\"since\":[]}}",
                "{\"history\":{\"since\":{\"offset\":\"1\"}}}",
                "{\"connect\":{\"headers\":[]}}",
                "{\"connect\":{\"headers\":{\"a\":1}}}",
                "{\"connect\":{\"subs\":{\"c\":true}}}",
                "{\"connect\":{\"subs\":{\"c\":{\"offset\":-1}}}}",
            })
    void aKnownFieldOfAnotherTypeIsMalformed(String frame) {
        assertMalformed(frame);
    }

    @Test
    void aLaterPartIsCheckedAlthoughItDoesNotCount() {
        assertMalformed("{\"id\":1,\"ping\":{},\"publish\":{\"channel\":1}}");
    }

    @Test
    void aMalformedCommandSpoilsTheWholeFrame() {
        assertMalformed("{\"id\":1,\"ping\":{}}\n{\"id\":-1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud834",
                "\\udd1e",
                "\\ud834x",
                "\\ud834\\n",
                "\\ud834\\ud834",
                "\\ud834\\u0041",
                "\\udd1e\\ud834"
            })
    void halfOfASurrogatePairIsMalformedEverywhere(String text) {
        assertMalformed("{\"presence\":{\"channel\":\"" + text + "\"}}");
        assertMalformed("{\"presence\":{\"" + text + "\":1}}");
        assertMalformed("{\"rpc\":{\"data\":\"" + text + "\"}}");
        assertMalformed("{\"later\":{\"x\":[\"" + text + "\"]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C3",
                "C0AF",
                "C1BF",
                "E282",
                "E08080",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "F88080808080",
                "FF",
                "FE",
                "C328",
                "E228A1",
                "F0288CBC"
            })
    void textThatIsNotUtf8IsMalformedEverywhere(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        assertMalformed(around("{\"presence\":{\"channel\":\"", bad, "\"}}"));
        assertMalformed(around("{\"rpc\":{\"data\":\"", bad, "\"}}"));
        assertMalformed(around("{\"", bad, "\":1}"));
        assertMalformed(around("{}", bad, ""));
    }

    @Test
    void otherEncodingsOfUnicodeAreMalformed() {
        assertMalformed("{\"id\":1}".getBytes(UTF_16LE));
    }

    @Test
    void nestingIsBounded() {
        assertThatNoException().isThrownBy(() -> decode(nested(JsonCursor.MAX_NESTING)));
        assertMalformed(nested(JsonCursor.MAX_NESTING + 1));
        assertMalformed("{\"a\":".repeat(30_000));
    }

    @Test
    void theReasonSaysWhereAndWhatButNotWhatThePeerSent() {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decode("{\"publish\":{\"channel\":[\"secret\"]}}"))
                .withMessage("expected a string at byte 22 but found something else");
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decode("{\"id\":1,secret}"))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("secret").hasNoCause());
    }

    private static String nested(int depth) {
        return "{\"rpc\":{\"data\":" + "[".repeat(depth - 2) + "]".repeat(depth - 2) + "}}";
    }

    private static byte[] around(String before, byte[] middle, String after) {
        HexFormat hex = HexFormat.of();
        return hex.parseHex(
                hex.formatHex(before.getBytes(UTF_8)) + hex.formatHex(middle) + hex.formatHex(after.getBytes(UTF_8)));
    }

    private void assertMalformed(String frame) {
        assertMalformed(frame.getBytes(UTF_8));
    }

    private void assertMalformed(byte[] frame) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .as(() -> new String(frame, UTF_8))
                .isThrownBy(() -> codec.decode(frame, 0, frame.length));
    }

    private void decode(String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        codec.decode(bytes, 0, bytes.length);
    }
}
