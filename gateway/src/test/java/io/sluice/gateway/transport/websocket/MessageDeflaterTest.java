package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sluice.gateway.testing.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflaterTest {

    private static final int EVERY_SIZE = 0;

    private static final String TICK =
            "{\"push\":{\"channel\":\"ticks:ACME\",\"pub\":{\"data\":{\"symbol\":\"ACME\",\"bid\":101.25,\"ask\":101.27}}}}";

    private final MessageDeflater deflater = new MessageDeflater(1, EVERY_SIZE);

    @Test
    void aPieceIsAWholeMessageByItself() {
        byte[] piece = deflater.piece(bytes(TICK.repeat(3)));
        assertThat(piece).hasSizeLessThan(TICK.length() + 20);
        assertThat(text(piece)).isEqualTo(TICK.repeat(3));
    }

    @Test
    void whatStandsBetweenPiecesIsANewline() {
        assertThat(separator()).hasSize(MessageDeflater.NEWLINE_BYTES);
        byte[] joined = Frames.join(deflater.piece(bytes("{}")), separator(), deflater.piece(bytes(TICK)));
        assertThat(text(joined)).isEqualTo("{}\n" + TICK);
    }

    @Test
    void piecesCanFollowEachOtherAtOnce() {
        byte[] joined = Frames.join(
                deflater.piece(bytes("{}")), joint(), deflater.piece(bytes(TICK)), joint(), deflater.piece(bytes("")));
        assertThat(joint()).hasSize(MessageDeflater.JOINT_BYTES);
        assertThat(text(joined)).isEqualTo("{}" + TICK);
    }

    @Test
    void aPieceIsTheSameWhateverWasCompressedBefore() {
        byte[] first = deflater.piece(bytes(TICK));
        deflater.piece(bytes("something else"));
        assertThat(deflater.piece(bytes(TICK))).isEqualTo(first);
        deflater.piece(random(100_000)); // The deflater gives up in the middle of this one.
        assertThat(deflater.piece(bytes(TICK))).isEqualTo(first);
        assertThat(new MessageDeflater(1, EVERY_SIZE).piece(bytes(TICK))).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 6",
        "1, 7",
        "100, 106",
        "1000, 1006",
        "65535, 65541",
        "65536, 65547",
        "131066, 131077", // its length would make it look like one block of 65535
        "131070, 131081",
        "200000, 200021"
    })
    void whatDoesNotGetShorterIsNotCompressed(int length, int pieceLength) {
        byte[] message = random(length);
        byte[] piece = deflater.piece(message);
        assertThat(piece).hasSize(pieceLength);
        assertThat(DeflatedSamples.inflated(piece)).isEqualTo(message);
        assertThat(DeflatedSamples.inflated(
                        Frames.join(deflater.piece(bytes(TICK)), separator(), piece, separator(), piece)))
                .isEqualTo(Frames.join(bytes(TICK + "\n"), message, bytes("\n"), message));
        assertPlainExactlyIf(length <= 65535, piece, message);
    }

    @Test
    void aMessageBelowTheSmallestSizeIsNotCompressed() {
        MessageDeflater choosy = new MessageDeflater(9, 1000);
        byte[] below = bytes("x".repeat(999));
        assertPlainExactlyIf(true, choosy.piece(below), below);
        assertThat(choosy.piece(bytes("x".repeat(1000)))).hasSizeLessThan(30);
    }

    @Test
    void messagesOfLessThan64BytesAreNeverCompressed() {
        byte[] below = bytes("x".repeat(63));
        assertPlainExactlyIf(true, deflater.piece(below), below);
        assertThat(deflater.piece(bytes("x".repeat(64)))).hasSizeLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyLevelIsReadable(int level) {
        MessageDeflater other = new MessageDeflater(level, EVERY_SIZE);
        String large = TICK.repeat(3000);
        assertThat(text(other.piece(bytes(large)))).isEqualTo(large);
    }

    @Property(tries = 300)
    void piecesJoinInAnyOrderToTheirMessages(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 3000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 256) int letters,
            @ForAll long seed) {
        Random random = new Random(seed);
        MessageDeflater each = new MessageDeflater(1 + random.nextInt(9), random.nextInt(200));
        List<byte[]> plain = new ArrayList<>();
        List<byte[]> joined = new ArrayList<>();
        for (int size : sizes) {
            if (!plain.isEmpty()) {
                plain.add(new byte[] {'\n'});
                joined.add(separator());
            }
            byte[] message = new byte[size];
            for (int i = 0; i < size; i++) {
                message[i] = (byte) random.nextInt(letters);
            }
            plain.add(message);
            byte[] piece = each.piece(message);
            assertPlainExactlyIf(piece.length == size + MessageDeflater.PLAIN_OVERHEAD_BYTES, piece, message);
            joined.add(piece);
        }
        assertThat(DeflatedSamples.inflated(Frames.join(joined.toArray(byte[][]::new))))
                .isEqualTo(Frames.join(plain.toArray(byte[][]::new)));
    }

    private static void assertPlainExactlyIf(boolean plain, byte[] piece, byte[] message) {
        assertThat(MessageDeflater.isPlain(piece)).isEqualTo(plain);
        if (plain) {
            ByteBuf buffer = Unpooled.buffer();
            MessageDeflater.writePlain(piece, buffer);
            assertThat(ByteBufUtil.getBytes(buffer)).isEqualTo(message);
            assertThat(piece).hasSize(message.length + MessageDeflater.PLAIN_OVERHEAD_BYTES);
        }
    }

    private static byte[] separator() {
        ByteBuf buffer = Unpooled.buffer();
        MessageDeflater.writeNewline(buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    private static byte[] joint() {
        ByteBuf buffer = Unpooled.buffer();
        MessageDeflater.writeJoint(buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] payload) {
        return new String(DeflatedSamples.inflated(payload), UTF_8);
    }
}
