package io.sluice.gateway.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.common.protocol.json.JsonPushCodec;
import io.sluice.common.protocol.protobuf.ProtobufFrameCodec;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DelimitedFormatTest {

    private static final WireFormat LINES = DelimitedFormat.lines(new JsonFrameCodec());
    private static final WireFormat EVENTS = DelimitedFormat.events(new JsonFrameCodec());
    private static final WireFormat LENGTHS = DelimitedFormat.lengths(new ProtobufFrameCodec());
    private static final WireFormat PUSH_LINES = DelimitedFormat.pushLines(new JsonPushCodec()::encode);
    private static final WireFormat PUSH_EVENTS = DelimitedFormat.pushEvents(new JsonPushCodec()::encode);

    @Test
    void everyLineEndsAndNoneIsBlank() {
        assertThat(frame(LINES, "{}", "{\"id\":1}")).isEqualTo("{}\n{\"id\":1}\n");
        assertThat(frame(PUSH_LINES, "{}")).isEqualTo("{}\n");
    }

    @Test
    void everyEventIsADataFieldAndABlankLine() {
        assertThat(frame(EVENTS, "{}", "{\"id\":1}")).isEqualTo("data: {}\n\ndata: {\"id\":1}\n\n");
        assertThat(frame(PUSH_EVENTS, "{}")).isEqualTo("data: {}\n\n");
    }

    @Test
    void protobufMessagesFollowEachOther() {
        byte[] ping = LENGTHS.encode(new Reply.Ping());
        assertThat(ping).containsExactly(0);
        assertThat(bytes(LENGTHS.frame(List.of(ping, ping), 2))).containsExactly(0, 0);
    }

    @Test
    void formatsWithTheSameMessagesShareTheirBytesAndNoneSharesItsFrames() {
        assertThat(LINES.encoding()).isEqualTo(EVENTS.encoding()).isEqualTo(WireFormat.JSON);
        assertThat(PUSH_LINES.encoding()).isEqualTo(PUSH_EVENTS.encoding()).isEqualTo(WireFormat.UNI_JSON);
        assertThat(Stream.of(LINES, EVENTS, LENGTHS, PUSH_LINES, PUSH_EVENTS).map(WireFormat::index))
                .doesNotHaveDuplicates()
                .allSatisfy(index -> assertThat(index).isBetween(4, WireFormat.COUNT - 1));
    }

    private static String frame(WireFormat format, String... messages) {
        List<byte[]> encoded =
                Stream.of(messages).map(text -> text.getBytes(UTF_8)).toList();
        int length = encoded.stream().mapToInt(each -> each.length).sum();
        return new String(bytes(format.frame(encoded, length)), UTF_8);
    }

    private static byte[] bytes(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }
}
