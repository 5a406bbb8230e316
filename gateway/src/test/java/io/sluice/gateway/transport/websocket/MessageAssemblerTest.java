package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.sluice.common.protocol.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {

    private static final int MAX_BYTES = 10;

    /** The first of the three reserved bits. */
    private static final int RSV1 = 4;

    private final MessageAssembler assembler = new MessageAssembler(MAX_BYTES, null);
    private final MessageAssembler inflating = new MessageAssembler(MAX_BYTES, new MessageInflater());

    @Test
    void aFrameThatIsAWholeMessageIsTakenAsItIs() {
        assertMessage(text(true, "hello"), "hello");
        assertMessage(binary(true, "hello"), "hello");
        assertMessage(text(true, ""), "");
    }

    @Test
    void fragmentsAreJoinedInTheirOrder() {
        assertIncomplete(text(false, "he"));
        assertIncomplete(continuation(false, ""));
        assertIncomplete(continuation(false, "ll"));
        assertMessage(continuation(true, "o"), "hello");
        assertMessage(text(true, "again"), "again");
    }

    @Test
    void aMessageMayBeAsLargeAsTheLimitAndNoLarger() {
        assertMessage(text(true, "0123456789"), "0123456789");
        assertViolation(text(true, "0123456789x"), WebSocketCloseStatus.MESSAGE_TOO_BIG);
    }

    @Test
    void fragmentsTogetherMayBeAsLargeAsTheLimitAndNoLarger() {
        assertIncomplete(text(false, "01234"));
        assertMessage(continuation(true, "56789"), "0123456789");
        assertIncomplete(text(false, "01234"));
        assertViolation(continuation(false, "56789x"), WebSocketCloseStatus.MESSAGE_TOO_BIG);
    }

    @Test
    void aFirstFragmentAboveTheLimitIsTooLargeAtOnce() {
        assertViolation(text(false, "0123456789x"), WebSocketCloseStatus.MESSAGE_TOO_BIG);
    }

    @Test
    void aContinuationOfNothingBreaksTheProtocol() {
        assertViolation(continuation(true, "x"), WebSocketCloseStatus.PROTOCOL_ERROR);
        assertViolation(continuation(false, "x"), WebSocketCloseStatus.PROTOCOL_ERROR);
    }

    @Test
    void aNewMessageInTheMiddleOfAnotherBreaksTheProtocol() {
        assertIncomplete(text(false, "x"));
        assertViolation(text(true, "y"), WebSocketCloseStatus.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation byte alone
                "c3", // cut off
                "c0af", // two bytes for what needs one
                "e08080", // three bytes for what needs one
                "eda080", // half of a surrogate pair
                "f4908080", // beyond the last character
                "ff"
            })
    void textHasToBeUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertViolation(
                new TextWebSocketFrame(true, 0, Unpooled.wrappedBuffer(bytes)),
                WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
        assertThat(assembler.add(new BinaryWebSocketFrame(true, 0, Unpooled.wrappedBuffer(bytes))))
                .isInstanceOf(MessageAssembler.Outcome.Message.class);
    }

    @Test
    void aCharacterMayBeCutInTwoByFragments() {
        byte[] bytes = "\u00e9\ud834\udd1e".getBytes(UTF_8);
        assertIncomplete(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(bytes, 0, 1)));
        assertIncomplete(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(bytes, 1, 3)));
        assertMessage(
                new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(bytes, 4, 2)), "\u00e9\ud834\udd1e");
    }

    @Test
    void whatFollowsTextIsTextWhateverCameBefore() {
        assertMessage(binary(true, "x"), "x");
        assertIncomplete(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[] {'x'})));
        assertViolation(
                new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[] {(byte) 0x80})),
                WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
    }

    @Test
    void theFrameStaysItsOwners() {
        WebSocketFrame frame = text(true, "hello");
        assembler.add(frame);
        assertThat(frame.refCnt()).isEqualTo(1);
        assertThat(frame.content().readableBytes()).isEqualTo(5);
        frame.release();
    }

    @Test
    void aCompressedMessageIsInflated() {
        assertThat(inflating.add(compressed(true, DeflatedSamples.deflated("hello"))))
                .isEqualTo(new MessageAssembler.Outcome.Message(Payload.of("hello")));
        assertThat(inflating.add(text(true, "again")))
                .isEqualTo(new MessageAssembler.Outcome.Message(Payload.of("again")));
    }

    @Test
    void aCompressedMessageMayBeCutAnywhere() {
        byte[] bytes = DeflatedSamples.deflated("hello");
        inflating.add(compressed(false, Arrays.copyOf(bytes, 3)));
        inflating.add(continuation(false, ""));
        assertThat(inflating.add(
                        new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(bytes, 3, bytes.length - 3))))
                .isEqualTo(new MessageAssembler.Outcome.Message(Payload.of("hello")));
        assertThat(inflating.add(text(true, "again")))
                .isEqualTo(new MessageAssembler.Outcome.Message(Payload.of("again")));
    }

    @Test
    void theLimitHoldsBeforeAndAfterInflating() {
        assertThat(inflating.add(compressed(true, DeflatedSamples.deflated("xxxxxxxxxx"))))
                .isInstanceOf(MessageAssembler.Outcome.Message.class);
        assertThat(inflating.add(compressed(true, DeflatedSamples.deflated("xxxxxxxxxxx"))))
                .isEqualTo(new MessageAssembler.Outcome.Violation(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        assertThat(inflating.add(compressed(true, new byte[MAX_BYTES + 1])))
                .isEqualTo(new MessageAssembler.Outcome.Violation(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    }

    @Test
    void compressedTextHasToBeDeflatedUtf8() {
        byte[] noUtf8 = DeflatedSamples.deflated(new byte[] {(byte) 0xff}, 6, 0);
        for (byte[] bytes : List.of(noUtf8, new byte[] {7}, new byte[0])) {
            assertThat(inflating.add(compressed(true, bytes)))
                    .isEqualTo(new MessageAssembler.Outcome.Violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA));
        }
        assertThat(inflating.add(new BinaryWebSocketFrame(true, RSV1, Unpooled.wrappedBuffer(noUtf8))))
                .isInstanceOf(MessageAssembler.Outcome.Message.class);
    }

    @Test
    void aMessageIsCompressedOnlyIfThatWasAgreed() {
        assertViolation(compressed(true, DeflatedSamples.deflated("hello")), WebSocketCloseStatus.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7})
    void otherReservedBitsBreakTheProtocol(int reservedBits) {
        assertThat(inflating.add(new TextWebSocketFrame(true, reservedBits, Unpooled.EMPTY_BUFFER)))
                .isEqualTo(new MessageAssembler.Outcome.Violation(WebSocketCloseStatus.PROTOCOL_ERROR));
    }

    @Test
    void onlyTheFirstFrameSaysWhetherAMessageIsCompressed() {
        inflating.add(compressed(false, new byte[] {0}));
        assertThat(inflating.add(new ContinuationWebSocketFrame(true, RSV1, Unpooled.EMPTY_BUFFER)))
                .isEqualTo(new MessageAssembler.Outcome.Violation(WebSocketCloseStatus.PROTOCOL_ERROR));
    }

    @Property(tries = 300)
    void aMessageIsTheSameHoweverItIsCut(
            @ForAll byte[] bytes, @ForAll List<@IntRange(max = 20) Integer> cuts, @ForAll boolean repeated) {
        MessageAssembler large = new MessageAssembler(Integer.MAX_VALUE, null);
        for (int round = 0; round < (repeated ? 2 : 1); round++) {
            List<MessageAssembler.Outcome> outcomes = new ArrayList<>();
            ByteBuf rest = Unpooled.wrappedBuffer(bytes);
            for (int i = 0; i <= cuts.size(); i++) {
                boolean last = i == cuts.size();
                ByteBuf part = last ? rest : rest.readSlice(Math.min(rest.readableBytes(), cuts.get(i)));
                outcomes.add(large.add(
                        i == 0
                                ? new BinaryWebSocketFrame(last, 0, part)
                                : new ContinuationWebSocketFrame(last, 0, part)));
            }
            assertThat(outcomes.subList(0, cuts.size()))
                    .allMatch(outcome -> outcome instanceof MessageAssembler.Outcome.Incomplete);
            assertThat(outcomes.get(cuts.size()))
                    .isInstanceOfSatisfying(
                            MessageAssembler.Outcome.Message.class,
                            message -> assertThat(message.bytes().bytes()).isEqualTo(bytes));
        }
    }

    private void assertMessage(WebSocketFrame frame, String expected) {
        assertThat(assembler.add(frame))
                .isInstanceOfSatisfying(MessageAssembler.Outcome.Message.class, message -> assertThat(message.bytes())
                        .hasToString(expected));
    }

    private void assertIncomplete(WebSocketFrame frame) {
        assertThat(assembler.add(frame)).isInstanceOf(MessageAssembler.Outcome.Incomplete.class);
    }

    private void assertViolation(WebSocketFrame frame, WebSocketCloseStatus status) {
        assertThat(assembler.add(frame)).isEqualTo(new MessageAssembler.Outcome.Violation(status));
    }

    private static WebSocketFrame compressed(boolean last, byte[] bytes) {
        return new TextWebSocketFrame(last, RSV1, Unpooled.wrappedBuffer(bytes));
    }

    private static WebSocketFrame text(boolean last, String text) {
        return new TextWebSocketFrame(last, 0, text);
    }

    private static WebSocketFrame binary(boolean last, String text) {
        return new BinaryWebSocketFrame(last, 0, Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
    }

    private static WebSocketFrame continuation(boolean last, String text) {
        return new ContinuationWebSocketFrame(last, 0, text);
    }
}
