package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FossilDeltaTest {

    @Test
    void aPatchNamesSizePartsAndChecksum() {
        String source = "{\"symbol\":\"AAPL\",\"price\":187.23}";
        String target = "{\"symbol\":\"AAPL\",\"price\":188.05}";
        assertThat(patch(source, target)).isEqualTo("W\nR@0,5:8.05}19yeIH;");
    }

    @Test
    void nothingToCopyMakesOneLiteral() {
        assertThat(patch("", "abc")).isEqualTo("3\n3:abc1XObC0;");
        assertThat(patch("something else", "abc")).isEqualTo("3\n3:abc1XObC0;");
    }

    @Test
    void anEmptyTargetIsSizeAndChecksum() {
        assertThat(patch("abc", "")).isEqualTo("0\n0;");
        assertThat(patch("", "")).isEqualTo("0\n0;");
    }

    @Test
    void documentsOfAFeedShrinkToAFraction() {
        Random random = new Random(1);
        String before = quotes(random);
        long whole = 0;
        long patched = 0;
        for (int i = 0; i < 100; i++) {
            String after = withOneChange(before, random);
            byte[] patch = FossilDelta.encode(bytes(before), bytes(after));
            assertThat(FossilPatch.apply(bytes(before), patch)).asString(UTF_8).isEqualTo(after);
            whole += after.length();
            patched += patch.length;
            before = after;
        }
        assertThat(patched * 20).isLessThan(whole);
    }

    @Test
    void aPartThatMovedIsFound() {
        byte[] source = bytes("0123456789abcdefghij" + "ABCDEFGHIJKLMNOPQRST");
        byte[] target = bytes("ABCDEFGHIJKLMNOPQRST" + "0123456789abcdefghij");
        byte[] patch = FossilDelta.encode(source, target);
        assertThat(FossilPatch.literals(source, patch)).isEmpty();
        assertThat(FossilPatch.apply(source, patch)).isEqualTo(target);
    }

    /** Two emojis that share three of four bytes: bytes alone would be cut in the middle of a character. */
    @Test
    void charactersAreNotCut() {
        String source = "the mood of the day is \uD83D\uDE00 and nothing else";
        String target = "the mood of the day is \uD83D\uDE01 and nothing else";
        byte[] patch = FossilDelta.encode(bytes(source), bytes(target));
        assertThat(FossilPatch.literals(bytes(source), patch))
                .singleElement()
                .satisfies(literal -> assertThat(literal).asString(UTF_8).isEqualTo("\uD83D\uDE01"));
    }

    @Test
    void largeDocumentsArePatchedInLinearTime() {
        byte[] zeros = new byte[2 << 20];
        byte[] almost = zeros.clone();
        for (int i = 0; i < almost.length; i += 4099) {
            almost[i] = 1;
        }
        assertRoundTrip(zeros, almost);
        assertRoundTrip(almost, zeros);
        byte[] noise = new byte[2 << 20];
        new Random(2).nextBytes(noise);
        assertRoundTrip(noise, zeros);
        byte[] moved = new byte[noise.length];
        System.arraycopy(noise, 0, moved, 5, noise.length - 5);
        assertThat(assertRoundTrip(noise, moved)).hasSizeLessThan(100);
    }

    /** Equal blocks with different surroundings: every place of the source is as good, and as bad, as any other. */
    @Test
    void aSourceOfEqualBlocksTakesNoMoreTimeThanAnother() {
        Random random = new Random(3);
        byte[] source = new byte[1 << 20];
        byte[] target = new byte[1 << 20];
        random.nextBytes(source);
        random.nextBytes(target);
        for (int i = 0; i + 16 <= source.length; i += 16) {
            Arrays.fill(source, i, i + 8, (byte) 'x');
            Arrays.fill(target, i + 3, i + 11, (byte) 'x');
        }
        assertRoundTrip(source, target);
    }

    @Test
    void theTestsOwnDecoderRefusesWhatIsWrong() {
        byte[] source = bytes("0123456789abcdefghij");
        for (String wrong :
                List.of("3\n3:abc1XObC1;", "4\n3:abc1XObC0;", "3\n3:abc1XObC0;x", "3\n3@Z,0;", "3\n3?abc")) {
            assertThatThrownBy(() -> FossilPatch.apply(source, bytes(wrong))).isInstanceOf(RuntimeException.class);
        }
    }

    private static byte[] assertRoundTrip(byte[] source, byte[] target) {
        byte[] patch = FossilDelta.encode(source, target);
        assertThat(Arrays.equals(FossilPatch.apply(source, patch), target)).isTrue();
        return patch;
    }

    private static String quotes(Random random) {
        StringBuilder text = new StringBuilder("{\"quotes\":[");
        for (int i = 0; i < 20; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"symbol\":\"S")
                    .append(i)
                    .append("\",\"bid\":")
                    .append(price(random))
                    .append(",\"ask\":")
                    .append(price(random))
                    .append('}');
        }
        return text.append("]}").toString();
    }

    private static String withOneChange(String document, Random random) {
        String[] parts = document.split("\"bid\":", -1);
        int changed = 1 + random.nextInt(parts.length - 1);
        parts[changed] = price(random) + parts[changed].substring(parts[changed].indexOf(','));
        return String.join("\"bid\":", parts);
    }

    private static String price(Random random) {
        return 1 + random.nextInt(999) + "." + (10 + random.nextInt(90));
    }

    private static String patch(String source, String target) {
        return new String(FossilDelta.encode(bytes(source), bytes(target)), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
