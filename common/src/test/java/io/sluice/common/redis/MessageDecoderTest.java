package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

class MessageDecoderTest {

    private static final List<String> OTHER_VALUES = List.of(
            "+PONG\r\n",
            "-ERR no\r\n",
            ":-12\r\n",
            "_\r\n",
            "#t\r\n",
            ",1.5\r\n",
            "(12345678901234567890\r\n",
            "$-1\r\n",
            "$0\r\n\r\n",
            "$7\r\nmessage\r\n",
            "=7\r\ntxt:abc\r\n",
            "*0\r\n",
            "*-1\r\n",
            "*2\r\n*1\r\n:1\r\n$3\r\n\r\n>\r\n",
            "~1\r\n+a\r\n",
            "%1\r\n+server\r\n+fake\r\n",
            "|1\r\n+a\r\n:1\r\n",
            ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n",
            ">3\r\n$11\r\nunsubscribe\r\n_\r\n:0\r\n",
            ">3\r\n$10\r\ninvalidate\r\n*1\r\n+a\r\n:1\r\n");

    private final List<String> seen = new ArrayList<>();
    private MessageDecoder decoder = newDecoder();

    @BeforeTry
    void startAnew() {
        seen.clear();
        decoder = newDecoder();
    }

    private MessageDecoder newDecoder() {
        return new MessageDecoder(
                (bytes, channelStart, channelLength, payloadStart, payloadLength) ->
                        seen.add("message " + new String(bytes, channelStart, channelLength, UTF_8) + " "
                                + new String(bytes, payloadStart, payloadLength, UTF_8)),
                other -> seen.add("other " + other));
    }

    /** What a server may send: the bytes, and what a decoder has to make of them. */
    record Sent(String bytes, String meaning) {

        static Sent message(String channel, String payload) {
            return new Sent(
                    ">3\r\n$7\r\nmessage\r\n$" + channel.getBytes(UTF_8).length + "\r\n" + channel + "\r\n$"
                            + payload.getBytes(UTF_8).length + "\r\n" + payload + "\r\n",
                    "message " + channel + " " + payload);
        }

        static Sent other(String bytes) {
            return new Sent(bytes, "other " + bytes);
        }
    }

    @Property
    void valuesAreFoundHoweverTheyAreCut(
            @ForAll("values") List<Sent> values,
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> cuts) {
        Buffer all = Buffer.buffer();
        values.forEach(value -> all.appendString(value.bytes()));

        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(all.length(), from + cut);
            decoder.handle(all.getBuffer(from, to));
            from = to;
        }
        decoder.handle(all.getBuffer(from, all.length()));

        assertThat(seen).isEqualTo(values.stream().map(Sent::meaning).toList());
    }

    @Property(tries = 200)
    void valuesAreFoundByteByByte(@ForAll("values") List<Sent> values) {
        Buffer all = Buffer.buffer();
        values.forEach(value -> all.appendString(value.bytes()));

        for (int i = 0; i < all.length(); i++) {
            decoder.handle(all.getBuffer(i, i + 1));
        }

        assertThat(seen).isEqualTo(values.stream().map(Sent::meaning).toList());
    }

    @Example
    void largeMessageArrivesInManyChunks() {
        Sent large = Sent.message("a", "x".repeat(1_000_000));
        Buffer all = Buffer.buffer(large.bytes())
                .appendString(Sent.message("b", "next").bytes());

        for (int from = 0; from < all.length(); from += 65_536) {
            assertThat(seen).isEmpty();
            decoder.handle(all.getBuffer(from, Math.min(all.length(), from + 65_536)));
        }

        assertThat(seen).containsExactly(large.meaning(), "message b next");
    }

    @Property(tries = 1000)
    void damageIsAnErrorOrAnotherValueAndNothingWorse(
            @ForAll("values") List<Sent> values, @ForAll byte damage, @ForAll int where) {
        Buffer all = Buffer.buffer();
        values.forEach(value -> all.appendString(value.bytes()));
        if (all.length() > 0) {
            all.setByte(Math.floorMod(where, all.length()), damage);
        }
        try {
            decoder.handle(all);
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageStartingWith("expected RESP3");
        }
    }

    @Example
    void nonsenseIsRefused() {
        for (String nonsense : List.of(
                "hello\r\n",
                "$x\r\n",
                "$1\rx",
                ">3\r\n$7\r\nmessage\r\n$1\r\naXX",
                ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n:1\r\n",
                ">3\r\n$7\r\nmessage\r\n$-1\r\n",
                "$536870913\r\n",
                "*1\r\n".repeat(40) + ":1\r\n")) {
            MessageDecoder fresh = new MessageDecoder(
                    (bytes, channel, length, payload, size) -> seen.add("message"), other -> seen.add("other"));
            assertThatThrownBy(() -> fresh.handle(Buffer.buffer(nonsense)))
                    .as(nonsense)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("expected RESP3");
        }
    }

    @Provide
    Arbitrary<List<Sent>> values() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("a\u00e9\u20ac\r\n$>3:").ofMaxLength(20);
        Arbitrary<Sent> messages = texts.flatMap(channel -> texts.map(payload -> Sent.message(channel, payload)));
        return Arbitraries.oneOf(messages, Arbitraries.of(OTHER_VALUES).map(Sent::other))
                .list()
                .ofMaxSize(12);
    }
}
