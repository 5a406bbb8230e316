package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StrictTextTest {
    @Property
    void whatIsTextIsWhatTheJdkDecodes(@ForAll("sequences") byte[] bytes) {
        assertThat(isText(bytes)).isEqualTo(jdkDecodes(bytes));
    }

    /** Short sequences of the bytes at the edges of the rules of UTF-8, so that valid ones are frequent. */
    @Provide
    Arbitrary<byte[]> sequences() {
        return Arbitraries.of(
                        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
                        0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFB, 0xFC, 0xFF)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(6);
    }

    @Test
    void everyCharacterOfUnicodeIsText() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            byte[] bytes = Character.toString(codePoint).getBytes(UTF_8); // "?" for half of a surrogate pair
            assertThat(isText(bytes)).as("U+%X", codePoint).isTrue();
        }
    }

    @Test
    void everyPairOfEscapedUnitsIsTextOnlyInTheRightOrder() {
        int[] units = {0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000};
        for (int first : units) {
            for (int second : units) {
                boolean valid = UTF_8.newEncoder().canEncode("" + (char) first + (char) second);
                byte[] escaped = "\\u%04x\\u%04X".formatted(first, second).getBytes(UTF_8);
                assertThat(isText(escaped)).as("%X %X", first, second).isEqualTo(valid);
            }
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StrictText.require(bytes, 0, bytes.length);
            return true;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    private static boolean jdkDecodes(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).remaining() >= 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
