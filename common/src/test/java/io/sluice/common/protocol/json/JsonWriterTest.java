package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Payload;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 9, 10, -10, 99, 100, 4294967295L, 1234567890123456789L, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbersAreWrittenInFull(long value) {
        assertThat(object(out -> out.numberAlways("n", value))).isEqualTo("{\"n\":" + value + "}");
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscaped() {
        assertThat(object(out -> out.text("t", "\"a\\b\n\u0000\u001f/\u007fé\u2028𝄞")))
                .isEqualTo("{\"t\":\"\\\"a\\\\b\\u000a\\u0000\\u001f/\u007fé\u2028𝄞\"}");
    }

    @Test
    void halfOfASurrogatePairIsReplaced() {
        assertThat(object(out -> out.text("t", "a\uD834b"))).isEqualTo("{\"t\":\"a?b\"}");
    }

    @Test
    void keysOfMapsAreEscapedToo() {
        assertThat(object(out -> out.textEntry("\"", ""))).isEqualTo("{\"\\\"\":\"\"}");
    }

    @Test
    void commasStandBetweenFieldsAndElementsOnly() {
        assertThat(object(out -> {
                    out.empty("a");
                    out.beginArray("b");
                    out.begin();
                    out.end();
                    out.begin();
                    out.flag("c", true);
                    out.raw("d", Payload.of("[]"));
                    out.raw("e", Payload.of("1"));
                    out.end();
                    out.endArray();
                    out.number("f", 1);
                }))
                .isEqualTo("{\"a\":{},\"b\":[{},{\"c\":true,\"d\":[],\"e\":1}],\"f\":1}");
    }

    private static String object(Consumer<JsonWriter> fields) {
        JsonWriter out = new JsonWriter(1); // the smallest, so that it has to grow
        out.begin();
        fields.accept(out);
        out.end();
        return new String(out.toBytes(), UTF_8);
    }
}
