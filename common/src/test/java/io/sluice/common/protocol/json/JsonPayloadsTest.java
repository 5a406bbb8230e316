package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPayloadsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-1.5e3",
                "true",
                "false",
                "\"\"",
                "\"null\"",
                "{\"a\": [1, 2]}",
                "\"é 𝄞 \\ud834\\udd1e\""
            })
    void anyJsonValueIsAPayloadAsItIs(String value) {
        assertThat(parse(value)).hasToString(value);
    }

    @Test
    void surroundingWhiteSpaceAndRawNewlinesAreCutOff() {
        assertThat(parse(" \r\n\t{\"a\":\n\"x\\ny\" ,\r\"b\": 1}\n ")).hasToString("{\"a\":\"x\\ny\" ,\"b\": 1}");
        assertThat(parse("7 ")).hasToString("7");
        assertThat(parse("\t7")).hasToString("7");
    }

    @Test
    void nullIsTheEmptyPayload() {
        assertThat(parse("null")).isSameAs(Payload.EMPTY);
        assertThat(parse("\nnull ")).isSameAs(Payload.EMPTY);
    }

    @Test
    void bytesThatNeedNoChangeAreNotCopied() {
        byte[] bytes = "{\"a\":1}".getBytes(UTF_8);
        assertThat(JsonPayloads.parse(bytes).bytes()).isSameAs(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "1 2",
                "{}{}",
                "{}\n{}",
                "{} x",
                "{",
                "}",
                "[1,]",
                "{\"a\"}",
                "nulll",
                "nul",
                "hello",
                "'a'",
                "01",
                "-",
                "NaN",
                "\"a",
                "\"a\nb\"",
                "\"\\ud834\"",
                "\uFEFF1",
                "1\u0000",
                "// x\n1",
                "1,"
            })
    void anythingElseIsMalformed(String value) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> parse(value));
    }

    @Test
    void bytesThatAreNotTextAreMalformed() {
        byte[] bytes = {'"', (byte) 0xC3, '"'};
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> JsonPayloads.parse(bytes));
    }

    @Test
    void nestingIsBounded() {
        assertThat(parse("[".repeat(256) + "]".repeat(256)).size()).isEqualTo(512);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> parse("[".repeat(257) + "]".repeat(257)));
    }

    private static Payload parse(String value) {
        return JsonPayloads.parse(value.getBytes(UTF_8));
    }
}
