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
import io.sluice.common.protocol.protobuf.ProtobufFrameCodec;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.testing.Frame;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeflatedFormatTest {

    private static final Reply SHORT = new Reply.Ping();
    private static final Reply LONG = new Reply.RpcAnswered(1, Payload.of("\"" + "abc".repeat(100) + "\""));

    private final JsonFrameCodec codec = new JsonFrameCodec();
    private final LoopCounters counters = new LoopCounters();
    private final WireFormat format = format(counters);

    @Test
    void aLongMessageIsCompressed() {
        Frame frame = frame(LONG);
        assertThat(frame.firstByte()).isEqualTo(0xC1);
        assertThat(frame.payload()).hasSizeLessThan(50);
        assertThat(inflated(frame)).isEqualTo(text(LONG));
    }

    @Test
    void shortMessagesAloneAreSentPlain() {
        assertThat(frame(SHORT)).isEqualTo(new Frame(0x81, "{}".getBytes(UTF_8)));
        assertThat(frame(SHORT, SHORT, SHORT)).isEqualTo(new Frame(0x81, "{}\n{}\n{}".getBytes(UTF_8)));
    }

    @Test
    void shortAndLongMessagesShareOneCompressedFrame() {
        Frame frame = frame(SHORT, LONG, SHORT, LONG);
        assertThat(frame.firstByte()).isEqualTo(0xC1);
        assertThat(inflated(frame)).isEqualTo("{}\n" + text(LONG) + "\n{}\n" + text(LONG));
    }

    @Test
    void aMessageIsCompressedOnceForAllLoopsThatSendIt() {
        LoopCounters others = new LoopCounters();
        WireFormat ofAnotherLoop = format(others);
        Message message = Message.of(
                "news",
                new Publication(
                        Payload.of("\"" + "news ".repeat(30) + "\""), null, 0, Map.of(), DataForm.PLAIN, "", "", 5));

        byte[] piece = message.in(format);

        assertThat(message.in(ofAnotherLoop)).isSameAs(piece);
        assertThat(counters.deflatedMessages.get()).isEqualTo(1);
        assertThat(others.deflatedMessages.get()).isZero();
    }

    @Test
    void whatCompressionSavesIsCounted() {
        int before = codec.encode(LONG).length;
        int after = format.encode(LONG).length;
        format.encode(SHORT);
        assertThat(counters.deflatedMessages.get()).isEqualTo(1);
        assertThat(counters.deflatedPlainBytes.get()).isEqualTo(before);
        assertThat(counters.deflatedBytes.get()).isEqualTo(after);
    }

    @Test
    void itsMessagesAreNotTakenForThoseOfThePlainFormat() {
        assertThat(format.index()).isNotEqualTo(new JsonTextFormat(codec).index());
    }

    @Test
    void protobufMessagesShareOneCompressedBinaryFrameWithNothingBetweenThem() {
        ProtobufFrameCodec protobuf = new ProtobufFrameCodec();
        WireFormat binary = new DeflatedFormat(DeflatedFraming.PROTOBUF, protobuf, new MessageDeflater(1, 0), counters);
        Frame compressed = frame(binary, SHORT, LONG, SHORT, LONG);
        assertThat(compressed.firstByte()).isEqualTo(0xC2);
        assertThat(DeflatedSamples.inflated(compressed.payload()))
                .isEqualTo(protobuf.encode(List.of(SHORT, LONG, SHORT, LONG)));
        assertThat(frame(binary, SHORT, SHORT)).isEqualTo(new Frame(0x82, new byte[] {0, 0}));
    }

    private WireFormat format(LoopCounters counting) {
        return new DeflatedFormat(DeflatedFraming.JSON, codec, new MessageDeflater(1, 0), counting);
    }

    private Frame frame(Reply... replies) {
        return frame(format, replies);
    }

    private static Frame frame(WireFormat format, Reply... replies) {
        List<byte[]> pieces = Stream.of(replies).map(format::encode).toList();
        ByteBuf frame = format.frame(
                pieces, pieces.stream().mapToInt(piece -> piece.length).sum());
        assertThat(frame.isDirect()).isTrue();
        int firstByte = frame.readUnsignedByte();
        int length = frame.readUnsignedByte();
        if (length == 126) {
            length = frame.readUnsignedShort();
        }
        byte[] payload = ByteBufUtil.getBytes(frame);
        assertThat(payload).hasSize(length);
        assertThat(frame.release()).isTrue();
        return new Frame(firstByte, payload);
    }

    private String text(Reply reply) {
        return new String(codec.encode(reply), UTF_8);
    }

    private static String inflated(Frame frame) {
        return new String(DeflatedSamples.inflated(frame.payload()), UTF_8);
    }
}
