package io.sluice.common.protocol.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufDecodingTest {
    private final ProtobufFrameCodec codec = new ProtobufFrameCodec();

    @Test
    void aFrameHasItsCommandsInTheirOrder() {
        assertThat(decode(ping(1), ClientSchema.Command.getDefaultInstance(), ping(2)))
                .containsExactly(new Command.Ping(1), new Command.Pong(), new Command.Ping(2));
    }

    @Test
    void theIdIsUnsigned() {
        assertThat(decode(ping(-1))).containsExactly(new Command.Ping(0xFFFF_FFFFL));
    }

    @Test
    void ofSeveralPartsTheFirstByPrecedenceCounts() {
        ClientSchema.Command subscribeAndPing = ClientSchema.Command.newBuilder()
                .setId(1)
                .setSubscribe(ClientSchema.SubscribeRequest.newBuilder().setChannel("a"))
                .setPing(ClientSchema.PingRequest.getDefaultInstance())
                .build();
        assertThat(decode(subscribeAndPing)).containsExactly(new Command.Ping(1));
        ClientSchema.Command sendAndRpc = ClientSchema.Command.newBuilder()
                .setSend(ClientSchema.SendRequest.getDefaultInstance())
                .setRpc(ClientSchema.RPCRequest.newBuilder().setMethod("m"))
                .build();
        assertThat(decode(sendAndRpc)).containsExactly(new Command.Rpc(0, "m", Payload.EMPTY));
    }

    @Test
    void aValueThatOccursTwiceIsTheLastOneAndAMessageIsBoth() {
        assertThat(decodeHex("0408010802")).containsExactly(new Command.Unknown(2));
        // publish{channel a}, publish{key k}, publish{channel b}
        assertThat(decodeHex("0f" + "3a030a0161" + "3a032201" + "6b" + "3a030a0162"))
                .containsExactly(new Command.Publish(0, "b", Payload.EMPTY, 0, "k", false));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsPassedOver() {
        // id 5; field 20 as number, bytes, 32 bits, 64 bits and group; field 1000 as number.
        assertThat(decodeHex("20" + "0805" + "a00101" + "a2010161" + "a50101020304" + "a1010102030405060708"
                        + "a301a401" + "c03e01"))
                .containsExactly(new Command.Unknown(5));
    }

    @Test
    void aKnownNumberOfAnotherTypeIsPassedOver() {
        // id as bytes, and publish as a number.
        assertThat(decodeHex("05" + "0a0161" + "3801")).containsExactly(new Command.Unknown(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "7", "\"x\"", "true", "[1,2]", "-0.5e3"})
    void aPayloadThatIsJsonGoesToEverybody(String json) {
        Payload payload = sent(ByteString.copyFromUtf8(json));
        assertThat(payload).hasToString(json);
        assertThat(payload.isBinary()).isFalse();
    }

    @Test
    void aPayloadThatIsJsonLosesItsRawNewlines() {
        assertThat(sent(ByteString.copyFromUtf8(" {\n\"a\":1\r\n}\n"))).hasToString("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "ff", "0a07", "7b", "7b7d7b7d", "68656c6c6f", "22ff22", "5b31", "31203220"})
    void aPayloadThatIsNotJsonIsBinaryByteForByte(String hex) {
        Payload payload = sent(ByteString.copyFrom(HexFormat.of().parseHex(hex)));
        assertThat(HexFormat.of().formatHex(payload.bytes())).isEqualTo(hex);
        assertThat(payload.isBinary()).isTrue();
    }

    @Test
    void payloadsAreCopiesOfTheFrame() {
        byte[] frame = Schema.frame(send(ByteString.copyFromUtf8("\"aaa\"")));
        List<Command> commands = codec.decode(frame, 0, frame.length);
        java.util.Arrays.fill(frame, (byte) 0);
        assertThat(commands).containsExactly(new Command.Send(0, Payload.of("\"aaa\"")));
    }

    @Test
    void onlyTheRangeIsRead() {
        byte[] frame = {(byte) 0xff, 0, 0, (byte) 0xff};
        assertThat(codec.decode(frame, 1, 2)).containsExactly(new Command.Pong(), new Command.Pong());
    }

    @Test
    void anEmulationRequestIsOneMessageWithoutALength() {
        byte[] commands = Schema.frame(ping(1));
        byte[] body = ClientSchema.EmulationRequest.newBuilder()
                .setNode("n1")
                .setSession("s1")
                .setData(ByteString.copyFrom(commands))
                .build()
                .toByteArray();
        assertThat(codec.decodeEmulation(body, 0, body.length))
                .isEqualTo(new EmulationRequest("n1", "s1", Payload.of(commands)));
    }

    private Payload sent(ByteString data) {
        return ((Command.Send) decode(send(data)).get(0)).data();
    }

    private static ClientSchema.Command send(ByteString data) {
        return ClientSchema.Command.newBuilder()
                .setSend(ClientSchema.SendRequest.newBuilder().setData(data))
                .build();
    }

    private static ClientSchema.Command ping(int id) {
        return ClientSchema.Command.newBuilder()
                .setId(id)
                .setPing(ClientSchema.PingRequest.getDefaultInstance())
                .build();
    }

    private List<Command> decode(MessageLite... commands) {
        byte[] frame = Schema.frame(commands);
        return codec.decode(frame, 0, frame.length);
    }

    private List<Command> decodeHex(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        return codec.decode(frame, 0, frame.length);
    }
}
