package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.MalformedFrameException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterDecodingTest {

    @Test
    void noFilterIsNull() {
        assertThat(filter("null")).isNull();
    }

    @Test
    void anEmptyObjectIsAComparisonOfNothing() {
        assertThat(filter("{}")).isEqualTo(new FilterNode("", "", "", "", List.of(), List.of()));
    }

    @Test
    void aTreeIsReadWhole() {
        FilterNode side = new FilterNode("", "side", "in", "", List.of("buy", "sell"), List.of());
        FilterNode small = new FilterNode("", "size", "lt", "10", List.of(), List.of());
        FilterNode notSmall = new FilterNode("not", "", "", "", List.of(), List.of(small));
        assertThat(
                        filter(
                                """
                {"op":"and","nodes":[
                  {"key":"side","cmp":"in","vals":["buy","sell"],"unknown":[1]},
                  {"op":"not","nodes":[{"key":"size","cmp":"lt","val":"10"}]}]}"""))
                .isEqualTo(new FilterNode("and", "", "", "", List.of(), List.of(side, notSmall)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"and\"",
                "[]",
                "{\"op\":1}",
                "{\"key\":[]}",
                "{\"vals\":\"a\"}",
                "{\"vals\":[1]}",
                "{\"vals\":[null]}",
                "{\"nodes\":{}}",
                "{\"nodes\":[1]}",
                "{\"nodes\":[null]}"
            })
    void aFieldOfAWrongTypeIsMalformed(String filter) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> filter(filter));
    }

    @Test
    void aFilterMayBeAsDeepAsTheLimitAndNoDeeper() {
        FilterNode deepest = filter(nested(FilterNode.MAX_DEPTH));
        assertThat(deepest).isNotNull().extracting(FilterNode::depth).isEqualTo(FilterNode.MAX_DEPTH);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> filter(nested(FilterNode.MAX_DEPTH + 1)))
                .withMessageContaining("nested");
    }

    private static String nested(int depth) {
        return "{\"op\":\"not\",\"nodes\":[".repeat(depth - 1) + "{}" + "]}".repeat(depth - 1);
    }

    private static @Nullable FilterNode filter(String json) {
        byte[] frame = ("{\"id\":1,\"subscribe\":{\"channel\":\"a\",\"tf\":" + json + "}}").getBytes(UTF_8);
        List<Command> commands = new JsonFrameCodec().decode(frame, 0, frame.length);
        return ((Command.Subscribe) commands.get(0)).tagsFilter();
    }
}
