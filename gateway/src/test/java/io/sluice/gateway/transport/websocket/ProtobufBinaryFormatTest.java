package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.protobuf.ProtobufFrameCodec;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtobufBinaryFormatTest {

    private final ProtobufBinaryFormat format = new ProtobufBinaryFormat(new ProtobufFrameCodec());

    @Test
    void messagesFollowEachOtherInABinaryFrame() {
        byte[] ping = format.encode(new Reply.Ping());
        byte[] published = format.encode(new Reply.Published(3));
        ByteBuf frame = format.frame(List.of(ping, published, ping), 2 * ping.length + published.length);
        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo("8207" + "00" + "0408034200" + "00");
        assertThat(frame.isDirect()).isTrue();
        frame.release();
    }

    @Test
    void everyFormatHasAnIndexAndAnEncodingOfItsOwn() {
        List<WireFormat> formats = List.of(
                format,
                new JsonTextFormat(new ProtobufFrameCodec()),
                deflated(DeflatedFraming.JSON),
                deflated(DeflatedFraming.PROTOBUF));
        assertThat(formats.stream().map(WireFormat::index)).isEqualTo(List.of(2, 0, 1, 3));
        assertThat(Set.copyOf(formats.stream().map(WireFormat::encoding).toList()))
                .hasSize(formats.size());
        assertThat(formats).allMatch(each -> each.encoding() < WireFormat.ENCODINGS && each.index() < WireFormat.COUNT);
    }

    private static WireFormat deflated(DeflatedFraming framing) {
        return new DeflatedFormat(framing, new ProtobufFrameCodec(), new MessageDeflater(1, 0), new LoopCounters());
    }
}
