package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.testing.Frames;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageInflaterTest {

    private static final int MAX_BYTES = 65_536;

    private static final MessageInflater.Outcome TOO_BIG = new MessageInflater.Outcome.TooBig();
    private static final MessageInflater.Outcome CORRUPT = new MessageInflater.Outcome.Corrupt();

    private final MessageInflater inflater = new MessageInflater();

    /** RFC 7692, section 7.2.3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f248cdc9c90700", // a compressed block
                "000500faff48656c6c6f00", // a block that is not compressed
                "f348cdc9c9070000", // a final block
                "f248050000 00ffff cac9c90700" // two blocks
            })
    void theExamplesOfTheStandardAreUnderstood(String hex) {
        assertInflated(HexFormat.of().parseHex(hex.replace(" ", "")), "Hello");
    }

    @Test
    void anEmptyMessageIsOneByte() {
        assertInflated(new byte[] {0}, "");
    }

    @Test
    void aMessageMayBeAsLargeAsTheLimitAndNoLarger() {
        assertInflated(DeflatedSamples.deflated("x".repeat(MAX_BYTES)), "x".repeat(MAX_BYTES));
        assertThat(inflate(DeflatedSamples.deflated("x".repeat(MAX_BYTES + 1)))).isEqualTo(TOO_BIG);
    }

    @Test
    void ofABombNoMoreIsInflatedThanTheLimit() {
        byte[] bomb = DeflatedSamples.deflated("\0".repeat(60_000_000));
        assertThat(bomb.length).isBetween(50_000, 65_536);
        inflate(bomb); // What is loaded and made once is not counted below.

        long before = allocatedBytes();
        MessageInflater.Outcome outcome = inflate(bomb);
        long allocated = allocatedBytes() - before;

        assertThat(outcome).isEqualTo(TOO_BIG);
        assertThat(allocated).isLessThan(bomb.length + 2L * MAX_BYTES + 50_000);
        assertInflated(DeflatedSamples.deflated("still well"), "still well");
    }

    @Test
    void nothingIsKeptFromOneMessageToTheNext() {
        Deflater keepsItsContext = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] message = "{\"id\":1,\"a word that is known the second time\":true}".getBytes(UTF_8);
        assertInflated(next(keepsItsContext, message), new String(message, UTF_8));
        assertThat(inflate(next(keepsItsContext, message))).isEqualTo(CORRUPT);
        keepsItsContext.end();
    }

    @Test
    void aMessageThatIsCutOffIsCorrupt() {
        byte[] whole = DeflatedSamples.deflated("{\"id\":1,\"connect\":{\"token\":\"abcdefghijklmn\"}}");
        for (int length = 0; length < whole.length; length++) {
            assertThat(inflate(Arrays.copyOf(whole, length)))
                    .as("first %d of %d bytes", length, whole.length)
                    .isEqualTo(CORRUPT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07", // a block type that does not exist
                "0005000000", // length and complement do not match
                "f248cdc9c9070001", // a byte too many
                "f248cdc9c907000000ffff", // with the tail that is to be left out
                "f248cdc9c90700ff", // garbage behind the end
                "02020000" // a repetition of what was before the beginning
            })
    void whatIsNoDeflatedMessageIsCorrupt(String hex) {
        assertThat(inflate(HexFormat.of().parseHex(hex))).isEqualTo(CORRUPT);
    }

    @Test
    void aSenderMayEndAStreamForEachFragmentButNotForEver() {
        byte[] stream = DeflatedSamples.finished("ab".getBytes(UTF_8));
        byte[] end = {0};
        assertInflated(Frames.join(repeated(stream, 63), end), "ab".repeat(63));
        assertThat(inflate(Frames.join(repeated(stream, 64), end))).isEqualTo(CORRUPT);
    }

    @Property(tries = 300)
    void everyMessageIsReadHoweverItWasCompressed(
            @ForAll byte[] bytes,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy,
            @ForAll @IntRange(min = 1, max = 300) int repetitions) {
        byte[] message = repeated(bytes, repetitions);
        assertThat(inflater.inflate(DeflatedSamples.deflated(message, level, strategy), message.length))
                .isEqualTo(new MessageInflater.Outcome.Inflated(Payload.of(message)));
        assertThat(inflater.inflate(Frames.join(DeflatedSamples.finished(message), new byte[1]), message.length))
                .isEqualTo(new MessageInflater.Outcome.Inflated(Payload.of(message)));
    }

    @Property(tries = 2000)
    void noBytesMakeItFail(@ForAll byte[] bytes, @ForAll @IntRange(max = 1000) int maxBytes) {
        assertStaysWithin(bytes, maxBytes);
    }

    @Property(tries = 2000)
    void noDamageMakesItFail(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes =
                DeflatedSamples.deflated("{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":[1,2,3]}}".repeat(9));
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        assertStaysWithin(bytes, 400);
    }

    private void assertStaysWithin(byte[] bytes, int maxBytes) {
        if (inflater.inflate(bytes, maxBytes) instanceof MessageInflater.Outcome.Inflated inflated) {
            assertThat(inflated.bytes().size()).isLessThanOrEqualTo(maxBytes);
        }
        assertInflated(DeflatedSamples.deflated("still well"), "still well");
    }

    private MessageInflater.Outcome inflate(byte[] compressed) {
        return inflater.inflate(compressed, MAX_BYTES);
    }

    private void assertInflated(byte[] compressed, String expected) {
        assertThat(inflate(compressed)).isEqualTo(new MessageInflater.Outcome.Inflated(Payload.of(expected)));
    }

    private static byte[] next(Deflater deflater, byte[] message) {
        deflater.setInput(message);
        byte[] output = new byte[1000];
        return Arrays.copyOf(output, deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH) - 4);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
