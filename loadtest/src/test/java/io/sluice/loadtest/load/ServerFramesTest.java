package io.sluice.loadtest.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFramesTest {
    private final List<String> seen = new ArrayList<>();
    private final ServerFrames frames = new ServerFrames();

    private final ServerFrames.Visitor visitor = new ServerFrames.Visitor() {
        @Override
        public void text(byte[] bytes, int from, int to) {
            seen.add("text " + new String(bytes, from, to - from, US_ASCII));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
            seen.add("ping " + new String(bytes, from, to - from, US_ASCII));
        }

        @Override
        public void pong(byte[] bytes, int from, int to) {
            seen.add("pong " + new String(bytes, from, to - from, US_ASCII));
        }

        @Override
        public void close(int code, String reason) {
            seen.add("close " + code + " " + reason);
        }
    };

    private static byte[] frame(int first, String payload) {
        byte[] text = payload.getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(text.length + 10).put((byte) first);
        if (text.length <= 125) {
            out.put((byte) text.length);
        } else if (text.length <= 0xffff) {
            out.put((byte) 126).putShort((short) text.length);
        } else {
            out.put((byte) 127).putLong(text.length);
        }
        return Arrays.copyOf(out.put(text).array(), out.position());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private int read(byte[] bytes) throws IOException {
        return frames.read(bytes, 0, bytes.length, visitor);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void aTextOfAnyLengthIsHandedOnWhole(int length) throws IOException {
        byte[] bytes = frame(0x81, "a".repeat(length));

        assertThat(read(bytes)).isEqualTo(bytes.length);
        assertThat(seen).containsExactly("text " + "a".repeat(length));
    }

    @Test
    void controlFramesMayStandBetweenFragments() throws IOException {
        int used = read(join(frame(0x01, "one,"), frame(0x89, "p"), frame(0x00, "two,"), frame(0x80, "three")));

        assertThat(used).isPositive();
        assertThat(seen).containsExactly("ping p", "text one,two,three");
    }

    @Test
    void aCloseFrameTellsCodeAndReason() throws IOException {
        byte[] frame = frame(0x88, "__slow");
        frame[2] = (byte) (3008 >> 8);
        frame[3] = (byte) 3008;

        read(join(frame, frame(0x88, "")));

        assertThat(seen).containsExactly("close 3008 slow", "close 1005 ");
    }

    @Test
    void anIncompleteFrameIsLeftOver() throws IOException {
        byte[] bytes = join(frame(0x81, "whole"), Arrays.copyOf(frame(0x81, "cut"), 4));

        assertThat(read(bytes)).isEqualTo(bytes.length - 4);
        assertThat(seen).containsExactly("text whole");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc1, 0xa1, 0x91, 0x82, 0x83, 0x8b})
    void extensionsAndUnknownOperationsAreFaults(int first) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(frame(first, "a")));
    }

    @Test
    void aMaskedFrameIsAFault() {
        byte[] frame = frame(0x81, "abcdef");
        frame[1] |= (byte) 0x80;

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(frame));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, ServerFrames.MAX_MESSAGE_BYTES + 1L})
    void aFrameAboveTheLimitIsAFault(long length) {
        byte[] head = ByteBuffer.allocate(10)
                .put((byte) 0x81)
                .put((byte) 127)
                .putLong(length)
                .array();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(head));
    }

    @Test
    void fragmentsAboveTheLimitAreAFault() throws IOException {
        byte[] part = frame(0x01, "a".repeat(ServerFrames.MAX_MESSAGE_BYTES));
        read(part);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(frame(0x80, "b")));
    }

    /** As a connection reads: what is left over comes before the next piece. */
    @Property(tries = 200)
    void itDoesNotMatterWhereASocketCutsTheStream(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 30; i++) {
            String text = "b".repeat(random.nextInt(random.nextInt(10) == 0 ? 70_000 : 300));
            stream.writeBytes(frame(0x81, text));
            expected.add("text " + text);
        }
        seen.clear();

        byte[] all = stream.toByteArray();
        byte[] leftOver = {};
        for (int at = 0; at < all.length; ) {
            int end = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 5 : 20_000));
            byte[] bytes = join(leftOver, Arrays.copyOfRange(all, at, end));
            leftOver = Arrays.copyOfRange(bytes, read(bytes), bytes.length);
            at = end;
        }

        assertThat(leftOver).isEmpty();
        assertThat(seen).isEqualTo(expected);
    }
}
