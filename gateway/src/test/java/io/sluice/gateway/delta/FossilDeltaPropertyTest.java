package io.sluice.gateway.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Documents that share parts, and documents that share nothing. */
class FossilDeltaPropertyTest {

    /** A part of the source, or something new in its place. */
    private record Edit(int from, int length, Payload inserted) {}

    @Property(tries = 2000)
    void aPatchMakesTheTargetOfTheSource(@ForAll("binary") byte[] source, @ForAll("binaryEdits") List<Edit> edits) {
        assertRoundTrip(source, edited(source, edits));
    }

    @Property
    void aPatchOfUnlikeDocumentsDoesTheSame(@ForAll("binary") byte[] source, @ForAll("binary") byte[] target) {
        assertRoundTrip(source, target);
    }

    @Property(tries = 2000)
    void aPatchForTextIsTextInEveryPart(@ForAll("texts") String source, @ForAll("textEdits") List<Edit> edits) {
        // Cut anywhere: what is not text by that is made text again, which keeps parts that the source has in the
        // middle of characters.
        byte[] target = new String(edited(source.getBytes(UTF_8), edits), UTF_8).getBytes(UTF_8);
        assertPatchIsText(source.getBytes(UTF_8), target);
    }

    @Property(tries = 1000)
    void aPatchForTextIsTextWhateverTheSource(@ForAll("binary") byte[] noise, @ForAll("texts") String text) {
        byte[] source = (text.length() > 3 ? text.substring(1, text.length() - 1) : text).getBytes(UTF_8);
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(noise);
        // Begins in the middle of a character now and then.
        mixed.write(source, Math.min(1, source.length), Math.max(0, source.length - 1));
        mixed.writeBytes(noise);
        assertPatchIsText(mixed.toByteArray(), text.getBytes(UTF_8));
    }

    @Property(tries = 3000)
    void textIsWhatTheStrictDecoderTakes(@ForAll("almostText") byte[] bytes) {
        assertThat(Utf8.isText(bytes)).isEqualTo(isText(bytes));
    }

    @Provide
    Arbitrary<byte[]> binary() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
                Arbitraries.bytes()
                        .between((byte) 0, (byte) 2)
                        .array(byte[].class)
                        .ofMaxSize(600));
    }

    @Provide
    Arbitrary<List<Edit>> binaryEdits() {
        return edits(Arbitraries.bytes().array(byte[].class).ofMaxSize(20));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab\u00e4\u00f6\u20ac\u20ad").ofMaxLength(200),
                Arbitraries.of("\uD83D\uDE00", "\uD83D\uDE01", "\uD83E\uDD81", "a", "\u20ac", "{\"price\":")
                        .list()
                        .ofMaxSize(80)
                        .map(parts -> String.join("", parts)));
    }

    @Provide
    Arbitrary<List<Edit>> textEdits() {
        return edits(texts().map(
                        text -> text.substring(0, Math.min(10, text.length())).getBytes(UTF_8)));
    }

    @Provide
    Arbitrary<byte[]> almostText() {
        Arbitrary<byte[]> pieces = Arbitraries.oneOf(
                Arbitraries.integers()
                        .between(0, Character.MAX_CODE_POINT)
                        .map(codePoint -> Character.toString(codePoint).getBytes(UTF_8)),
                Arbitraries.of("plain text of ASCII").map(text -> text.getBytes(UTF_8)),
                Arbitraries.of(
                                0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x80, 0x8F, 0x90, 0x9F,
                                0xA0, 0xBF)
                        .list()
                        .ofMaxSize(4)
                        .map(FossilDeltaPropertyTest::toBytes));
        return pieces.list().ofMaxSize(5).map(FossilDeltaPropertyTest::joined);
    }

    private static Arbitrary<List<Edit>> edits(Arbitrary<byte[]> insertions) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 600),
                        Arbitraries.integers().between(0, 200),
                        insertions.map(Payload::binary))
                .as(Edit::new)
                .list()
                .ofMaxSize(6);
    }

    private static byte[] edited(byte[] source, List<Edit> edits) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        for (Edit edit : edits) {
            int from = Math.min(edit.from(), source.length);
            target.write(source, from, Math.min(edit.length(), source.length - from));
            target.writeBytes(edit.inserted().bytes());
        }
        return target.toByteArray();
    }

    private static void assertRoundTrip(byte[] source, byte[] target) {
        byte[] patch = FossilDelta.encode(source, target);
        assertThat(FossilPatch.apply(source, patch)).isEqualTo(target);
    }

    private static void assertPatchIsText(byte[] source, byte[] target) {
        byte[] patch = FossilDelta.encode(source, target);
        assertThat(isText(patch)).isTrue();
        assertThat(FossilPatch.literals(source, patch)).allMatch(FossilDeltaPropertyTest::isText);
        assertThat(FossilPatch.apply(source, patch)).isEqualTo(target);
    }

    private static boolean isText(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] toBytes(List<Integer> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.get(i).byteValue();
        }
        return bytes;
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        pieces.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
