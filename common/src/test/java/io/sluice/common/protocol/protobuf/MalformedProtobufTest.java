package io.sluice.common.protocol.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedProtobufTest {
    private final ProtobufFrameCodec codec = new ProtobufFrameCodec();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an empty frame, ''",
        "a length without its message, 05",
        "a message shorter than its length, 050801",
        "a length that does not end, 808080",
        "a length of more than ten bytes, ffffffffffffffffffffff01",
        "a negative length, ffffffffffffffffff01",
        "a length of 2 GiB - 1, ffffffff07",
        "a number that does not end, 020880",
        "a number of more than ten bytes, 0c08ffffffffffffffffffff01",
        "a tag without its value, 0108",
        "field number zero, 020001",
        "wire type 6, 020e01",
        "wire type 7, 020f01",
        "the end of a group that did not begin, 020801010c",
        "a group that does not end, 010b",
        "a group that another one ends, 020b14",
        "a part longer than its command, 033a0500",
        "a text longer than its part, 043a020a05",
        "a text that is not UTF-8, 073a050a03c3280a",
        "half a character, 053a030a01c3",
        "a surrogate in UTF-8, 073a050a03eda080",
        "an offset of 64 bits, 0d2a0b38ffffffffffffffffff01",
        "text of JSON, 7b7d"
    })
    void whatIsNotWholeMessagesIsMalformed(String what, String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(MalformedFrameException.class)
                .as(what)
                .isThrownBy(() -> codec.decode(frame, 0, frame.length));
    }

    @Test
    void groupsMayNotNestWithoutEnd() {
        byte[] frame = new byte[1003];
        frame[0] = (byte) 0xe9; // 1001 bytes
        frame[1] = 0x07;
        java.util.Arrays.fill(frame, 2, frame.length, (byte) 0x0b);
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> codec.decode(frame, 0, frame.length));
    }

    @Test
    void aFilterMayBeAsDeepAsTheLimitAndNoDeeper() {
        FilterNode deepest =
                ((Command.Subscribe) decode(filter(FilterNode.MAX_DEPTH)).get(0)).tagsFilter();
        assertThat(deepest).isNotNull().extracting(FilterNode::depth).isEqualTo(FilterNode.MAX_DEPTH);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decode(filter(FilterNode.MAX_DEPTH + 1)))
                .withMessageContaining("nested");
    }

    @Test
    void theReasonRepeatsNothingThatThePeerSent() {
        ClientSchema.Command command = ClientSchema.Command.newBuilder()
                .setRpc(ClientSchema.RPCRequest.newBuilder().setMethodBytes(ByteString.copyFromUtf8("secret")))
                .build();
        byte[] frame = Schema.frame(command);
        frame[frame.length - 1] = (byte) 0xff;
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> codec.decode(frame, 0, frame.length))
                .withMessageNotContaining("secre");
    }

    private List<Command> decode(ClientSchema.Command command) {
        byte[] frame = Schema.frame(command);
        return codec.decode(frame, 0, frame.length);
    }

    private static ClientSchema.Command filter(int depth) {
        ClientSchema.FilterNode node = ClientSchema.FilterNode.getDefaultInstance();
        for (int i = 1; i < depth; i++) {
            node = ClientSchema.FilterNode.newBuilder()
                    .setOp("not")
                    .addNodes(node)
                    .build();
        }
        return ClientSchema.Command.newBuilder()
                .setId(1)
                .setSubscribe(ClientSchema.SubscribeRequest.newBuilder().setTf(node))
                .build();
    }
}
