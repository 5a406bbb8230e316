package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextFormatTest {

    private final JsonTextFormat format = new JsonTextFormat(new JsonFrameCodec());

    @ParameterizedTest
    @CsvSource({
        "100,    8164, 2",
        "125,   817d, 2",
        "126,   817e007e, 4",
        "127,   817e007f, 4",
        "65535, 817effff, 4",
        "65536, 817f0000000000010000, 10",
        "100000, 817f00000000000186a0, 10"
    })
    void theHeaderIsAsShortAsTheLengthAllows(int length, String header, int headerLength) {
        ByteBuf frame = frame(format.encode(new Reply.RpcAnswered(1, payloadForMessageOf(length))));
        assertThat(ByteBufUtil.hexDump(frame, 0, headerLength)).isEqualTo(header);
        assertThat(frame.readableBytes()).isEqualTo(headerLength + length);
        assertThat(frame.toString(headerLength, length, UTF_8))
                .startsWith("{\"id\":1,\"rpc\":")
                .endsWith("}");
        assertThat(frame.release()).as("the last reference").isTrue();
    }

    @Test
    void aPublicationIsAPushToItsChannel() {
        Publication publication =
                new Publication(Payload.of("{\"a\":1}"), null, 0, Map.of("k", "v"), DataForm.PLAIN, "", "", 5);
        ByteBuf frame = frame(Message.of("news", publication).in(format));
        assertThat(frame.toString(2, frame.readableBytes() - 2, UTF_8))
                .isEqualTo("{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"a\":1},\"tags\":{\"k\":\"v\"}}}}");
        frame.release();
    }

    @Test
    void aPingIsAnEmptyObject() {
        ByteBuf frame = frame(format.encode(new Reply.Ping()));
        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo("81027b7d");
        frame.release();
    }

    @Test
    void theBytesLieOutsideTheHeap() {
        ByteBuf frame = frame(format.encode(new Reply.Ping()));
        assertThat(frame.isDirect()).isTrue();
        frame.release();
    }

    @Test
    void theIndexIsBelowTheNumberOfFormats() {
        assertThat(format.index()).isBetween(0, WireFormat.COUNT - 1);
    }

    @ParameterizedTest
    @CsvSource({"30, 2", "60, 2", "61, 4", "1000, 4", "32765, 4", "32766, 10"})
    void messagesOfOneFrameAreSeparatedByNewlines(int length, int headerLength) {
        byte[] first = format.encode(new Reply.RpcAnswered(1, payloadForMessageOf(length)));
        byte[] ping = format.encode(new Reply.Ping());
        ByteBuf frame = format.frame(List.of(first, ping, first), 2 * first.length + ping.length);
        String text = new String(first, UTF_8);
        assertThat(frame.toString(headerLength, frame.readableBytes() - headerLength, UTF_8))
                .isEqualTo(text + "\n{}\n" + text);
        assertThat(frame.capacity()).as("not a byte too many").isEqualTo(frame.readableBytes());
        frame.release();
    }

    private ByteBuf frame(byte[] message) {
        return format.frame(List.of(message), message.length);
    }

    private static Payload payloadForMessageOf(int length) {
        int rest = new JsonFrameCodec().encode(new Reply.RpcAnswered(1, Payload.of("\"\""))).length;
        return Payload.of("\"" + "x".repeat(length - rest) + "\"");
    }
}
