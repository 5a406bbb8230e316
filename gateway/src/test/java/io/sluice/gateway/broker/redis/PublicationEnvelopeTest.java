package io.sluice.gateway.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PublicationEnvelopeTest {

    @Property(tries = 500)
    void whatIsEncodedIsDecodedTheSame(
            @ForAll("publications") Publication publication,
            @ForAll boolean delta,
            @ForAll("texts") String channel,
            @ForAll boolean binary,
            @ForAll long entered) {
        PublicationEnvelope envelope =
                new PublicationEnvelope(binary ? withBinaryData(publication) : publication, delta, channel, entered);

        Buffer bytes = envelope.encode();

        assertThat(bytes.getByte(0)).isEqualTo(PublicationEnvelope.MARK);
        PublicationEnvelope decoded = decodeWhole(bytes);
        assertThat(decoded).isEqualTo(envelope);
        assertThat(decoded.publication().data().isBinary())
                .isEqualTo(envelope.publication().data().isBinary());
    }

    @Property(tries = 200)
    void clientsThatComeAndGoAreDecodedTheSame(@ForAll("infos") ClientInfo info) {
        Buffer join = MemberEnvelope.encode(MemberEnvelope.JOIN, info);

        assertThat(MemberEnvelope.decode(MemberEnvelope.JOIN, ByteBuffer.wrap(join.getBytes())))
                .isEqualTo(info);
        assertThat(MemberEnvelope.decode(MemberEnvelope.LEAVE, ByteBuffer.wrap(join.getBytes())))
                .isNull();
        assertThat(decode(join)).isNull();
    }

    @Property(tries = 500)
    void noMemberIsTooStrange(@ForAll byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] = MemberEnvelope.LEAVE;
        }
        assertThatCode(() -> MemberEnvelope.decode(MemberEnvelope.LEAVE, ByteBuffer.wrap(bytes)))
                .doesNotThrowAnyException();
    }

    @Test
    void anOffsetThatIsNoNumberIsNoEnvelope() {
        for (String offset : new String[] {"", "-1", "1 ", "9999999999999999999", "x"}) {
            Buffer bytes = Buffer.buffer("\u0001");
            field(bytes, 8, offset);
            assertThat(decode(bytes.appendByte((byte) 0).appendString("1"))).isNull();
        }
    }

    @Property(tries = 500)
    void noBytesAreTooStrange(@ForAll byte[] bytes) {
        assertThatCode(() -> decode(Buffer.buffer(bytes))).doesNotThrowAnyException();
        byte[] marked = bytes.clone();
        if (marked.length > 0) {
            marked[0] = PublicationEnvelope.MARK;
        }
        assertThatCode(() -> decode(Buffer.buffer(marked))).doesNotThrowAnyException();
    }

    @Property(tries = 500)
    void noDamageIsTooStrange(
            @ForAll("publications") Publication publication, @ForAll byte damage, @ForAll int where, @ForAll int cut) {
        byte[] bytes = encode(publication).getBytes();
        bytes[Math.floorMod(where, bytes.length)] = damage;
        Buffer damaged = Buffer.buffer(bytes);
        assertThatCode(() -> decode(damaged)).doesNotThrowAnyException();
        Buffer shortened = damaged.slice(0, Math.floorMod(cut, bytes.length));
        assertThatCode(() -> decode(shortened)).doesNotThrowAnyException();
    }

    @Property(tries = 200)
    void whatIsCutOffBeforeTheDataIsNoEnvelope(@ForAll("publications") Publication publication, @ForAll int cut) {
        Buffer bytes = encode(publication);
        int header = bytes.length() - publication.data().size();
        assertThat(decode(bytes.slice(0, Math.floorMod(cut, header)))).isNull();
    }

    @Test
    void aPlainPublicationIsItsDataBehindTwoBytes() {
        Publication plain = publication("{\"a\":1}", null, Map.of(), 0);
        assertThat(encode(plain)).isEqualTo(Buffer.buffer("\u0001\u0000{\"a\":1}"));
    }

    @Test
    void aFieldOfANewerVersionIsSkipped() {
        Buffer bytes = Buffer.buffer("\u0001");
        field(bytes, 99, "whatever");
        field(bytes, 2, "user");
        field(bytes, -1, "");
        bytes.appendByte((byte) 0).appendString("1");
        assertThat(decode(bytes))
                .isEqualTo(publication("1", new ClientInfo("user", "", Payload.EMPTY, Payload.EMPTY), Map.of(), 0));
    }

    @Test
    void aLengthBeyondTheEndIsNoEnvelope() {
        Buffer tooLong =
                Buffer.buffer("\u0001").appendByte((byte) 2).appendInt(5).appendString("user");
        assertThat(decode(tooLong)).isNull();
        Buffer negative =
                Buffer.buffer("\u0001").appendByte((byte) 2).appendInt(-1).appendString("user");
        assertThat(decode(negative)).isNull();
        Buffer overflowing = Buffer.buffer("\u0001")
                .appendByte((byte) 2)
                .appendInt(Integer.MAX_VALUE)
                .appendString("user");
        assertThat(decode(overflowing)).isNull();
    }

    @Test
    void aTimeOfTheWrongLengthIsNoEnvelope() {
        Buffer bytes = Buffer.buffer("\u0001");
        field(bytes, 1, "1234");
        assertThat(decode(bytes.appendByte((byte) 0))).isNull();
    }

    @Test
    void withoutDataThereIsNoEnvelope() {
        assertThat(decode(Buffer.buffer())).isNull();
        assertThat(decode(Buffer.buffer("\u0001"))).isNull();
        assertThat(decode(Buffer.buffer("{}"))).isNull();
    }

    @Provide
    Arbitrary<Publication> publications() {
        Arbitrary<String> texts = texts();
        Arbitrary<Payload> payloads = payloads();
        Arbitrary<ClientInfo> infos = infos().injectNull(0.3);
        Arbitrary<StreamPosition> positions = Combinators.combine(
                        Arbitraries.longs().between(1, 999_999_999_999_999_999L), texts)
                .as(StreamPosition::new)
                .edgeCases(edges -> edges.add(new StreamPosition(0, "")));
        Arbitrary<Map<String, String>> tags = Arbitraries.maps(texts, texts).ofMaxSize(4);
        return Combinators.combine(payloads, infos, positions, tags, Arbitraries.longs())
                .as((data, info, position, labels, time) -> new Publication(
                        data, info, position.offset(), labels, DataForm.PLAIN, "", position.epoch(), time));
    }

    @Provide
    Arbitrary<ClientInfo> infos() {
        return Combinators.combine(texts(), texts(), payloads(), payloads()).as(ClientInfo::new);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(30).map(PublicationEnvelopeTest::encodable);
    }

    private static Arbitrary<Payload> payloads() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(50).map(Payload::of);
    }

    private static Publication withBinaryData(Publication publication) {
        return new Publication(
                Payload.binary(publication.data().bytes()),
                publication.info(),
                publication.offset(),
                publication.tags(),
                DataForm.PLAIN,
                "",
                publication.epoch(),
                publication.time());
    }

    /** Text without halves of surrogate pairs, which UTF-8 cannot hold. */
    private static String encodable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Test
    void anEnvelopeOfAnOlderNodeSaysNotWhenItEntered() {
        Buffer bytes = encode(publication("{}", null, Map.of(), 1234));

        assertThat(decodeWhole(bytes).enteredUnixMicros()).isZero();
        assertThat(bytes.getBytes()).doesNotContain(EnvelopeFields.ENTERED);
    }

    @Test
    void aTimeOfEntryOfAnotherLengthIsNone() {
        Buffer bytes = Buffer.buffer(new byte[] {PublicationEnvelope.MARK});
        field(bytes, EnvelopeFields.ENTERED, "1234567");
        bytes.appendByte(EnvelopeFields.DATA).appendString("{}");

        assertThat(decode(bytes)).isNull();
    }

    /** As it lies in the middle of what a read brought. */
    private static PublicationEnvelope decodeWhole(Buffer bytes) {
        byte[] read = Buffer.buffer("before")
                .appendBuffer(bytes)
                .appendString("behind")
                .getBytes();
        return PublicationEnvelope.decode(ByteBuffer.wrap(read, "before".length(), bytes.length()));
    }

    private static Publication decode(Buffer bytes) {
        PublicationEnvelope envelope = decodeWhole(bytes);
        return envelope == null ? null : envelope.publication();
    }

    private static Buffer encode(Publication publication) {
        return new PublicationEnvelope(publication, false, "", 0).encode();
    }

    private static Publication publication(String data, ClientInfo info, Map<String, String> tags, long time) {
        return new Publication(Payload.of(data), info, 0, tags, DataForm.PLAIN, "", "", time);
    }

    private static void field(Buffer out, int field, String value) {
        out.appendByte((byte) field).appendInt(value.length()).appendString(value);
    }
}
