package io.sluice.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NodeRecordCodecTest {

    /** A record without its end, to which a part can be added. */
    private static final String MINIMAL = "{\"id\":\"a\",\"name\":\"n\",\"host\":\"h\",\"port\":1,\"version\":\"\"";

    @Example
    void decodedRecordIsTheEncodedOne() throws IOException {
        NodeRecord record = SampleRecord.of("node-1");

        assertThat(NodeRecordCodec.decode(NodeRecordCodec.encode(record))).isEqualTo(record);
    }

    @Example
    void encodedRecordIsPlainJson() {
        assertThat(new String(NodeRecordCodec.encode(SampleRecord.of("node-1")), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"node-1\",\"name\":\"gateway\",\"host\":\"10.0.0.7\",\"port\":8000,"
                        + "\"startedUnixMillis\":1700000000000,\"sequence\":1,\"connections\":12,\"subscriptions\":34,"
                        + "\"channels\":5,\"messagesPerSecond\":1234.5,\"eventLoopLagMillis\":0.25,\"draining\":false,"
                        + "\"version\":\"1.2.3\",\"users\":7,\"pressure\":{\"queuedBytes\":4096,\"heapUsed\":0.5},"
                        + "\"capacity\":{\"maxConnections\":20000,\"handshakesPerSecond\":500.0,\"upMillis\":60000},"
                        + "\"access\":{\"zone\":\"a\",\"publicUrl\":\"wss://gw-1.example.com\",\"tls\":true}}");
    }

    @Example
    void unknownFieldsAreIgnoredAndAbsentNumbersAreZero() throws IOException {
        NodeRecord record = decode(
                "{\"id\":\"a\",\"name\":\"n\",\"host\":\"h\",\"port\":1,\"version\":\"\",\"later\":{\"x\":[1,2]}}");

        assertThat(record)
                .isEqualTo(new NodeRecord(
                        "a",
                        "n",
                        "h",
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        false,
                        "",
                        0,
                        NodePressure.NONE,
                        NodeCapacity.UNLIMITED,
                        NodeAccess.PLAIN));
    }

    @Example
    void tooLongTextIsMalformed() {
        byte[] blanks = " ".repeat(NodeRecordCodec.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> NodeRecordCodec.decode(blanks)).isInstanceOf(IOException.class);
    }

    @Property
    void nonsenseIsMalformedAndNothingWorse(@ForAll("nonsense") String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(IOException.class);
    }

    @Property
    void arbitraryBytesAreMalformedAndNothingWorse(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> NodeRecordCodec.decode(bytes)).isInstanceOf(IOException.class);
    }

    @Property
    void recordWithOneFieldReplacedDecodesToAValidOneOrIsMalformed(
            @ForAll("fields") String field, @ForAll("values") String value) {
        String json = new String(NodeRecordCodec.encode(SampleRecord.of("node-1")), StandardCharsets.UTF_8)
                .replaceFirst("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"" + field + "\":" + value);

        try {
            assertThat(decode(json)).isNotNull();
        } catch (IOException malformed) {
            assertThat(malformed).isNotNull();
        }
    }

    @Property
    void nonsenseInAPartMakesTheRecordMalformedWithAShortMessage(@ForAll("malformedParts") String part) {
        assertThatThrownBy(() -> decode(MINIMAL + "," + part + "}"))
                .isInstanceOf(IOException.class)
                .message()
                .hasSizeLessThan(2_000);
    }

    @Property
    void partsThatAreAbsentEmptyOrOfALaterVersionAreUnderstood(@ForAll("harmlessParts") String part)
            throws IOException {
        assertThat(decode(MINIMAL + "," + part + "}").id()).isEqualTo("a");
    }

    @Provide
    Arbitrary<String> malformedParts() {
        return Arbitraries.of(
                "\"pressure\":7",
                "\"pressure\":[]",
                "\"pressure\":\"x\"",
                "\"pressure\":{\"queuedBytes\":-1}",
                "\"pressure\":{\"queuedBytes\":99999999999999999999}",
                "\"pressure\":{\"queuedBytes\":1.5}",
                "\"pressure\":{\"heapUsed\":-0.1}",
                "\"pressure\":{\"heapUsed\":1.1}",
                "\"pressure\":{\"heapUsed\":1e400}",
                "\"pressure\":{\"heapUsed\":NaN}",
                "\"pressure\":{\"heapUsed\":\"NaN\"}",
                "\"capacity\":true",
                "\"capacity\":{\"maxConnections\":-1}",
                "\"capacity\":{\"maxConnections\":3000000000}",
                "\"capacity\":{\"handshakesPerSecond\":-1}",
                "\"capacity\":{\"handshakesPerSecond\":1e999}",
                "\"capacity\":{\"handshakesPerSecond\":\"Infinity\"}",
                "\"capacity\":{\"upMillis\":-1}",
                "\"capacity\":{\"upMillis\":1e30}",
                "\"access\":0",
                "\"access\":{\"zone\":{}}",
                "\"access\":{\"zone\":\"a b\"}",
                "\"access\":{\"zone\":\"" + "z".repeat(65) + "\"}",
                "\"access\":{\"zone\":\"" + "z".repeat(30_000) + "\"}",
                "\"access\":{\"publicUrl\":\"http://h\"}",
                "\"access\":{\"publicUrl\":\"wss://h/path\"}",
                "\"access\":{\"publicUrl\":\"wss://h\\r\\nSet-Cookie: x\"}",
                "\"access\":{\"publicUrl\":\"wss://" + "h".repeat(30_000) + "\"}",
                "\"access\":{\"tls\":\"perhaps\"}");
    }

    @Provide
    Arbitrary<String> harmlessParts() {
        return Arbitraries.of(
                "\"pressure\":null",
                "\"pressure\":{}",
                "\"pressure\":{\"later\":[1]}",
                "\"pressure\":{\"queuedBytes\":9223372036854775807,\"heapUsed\":1}",
                "\"capacity\":{\"maxConnections\":2147483647,\"handshakesPerSecond\":1e308}",
                "\"capacity\":{\"upMillis\":9223372036854775807}",
                "\"access\":{\"zone\":null,\"publicUrl\":null}",
                "\"startedUnixMillis\":9223372036854775807");
    }

    @Provide
    Arbitrary<String> nonsense() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.of(
                        "",
                        "null",
                        "[]",
                        "{}",
                        "7",
                        "\"text\"",
                        "{\"id\":\"a\"}",
                        "{\"id\":null,\"host\":\"h\",\"port\":1}",
                        "{\"id\":{},\"host\":[],\"port\":\"x\"}",
                        "{\"id\":\"a\",\"name\":\"n\",\"host\":\"h\",\"port\":1,\"version\":\"\"} more",
                        "{\"id\":\"a\",\"name\":\"n\",\"host\":\"h\",\"port\":1,\"version\":\"\"",
                        "[".repeat(20_000),
                        "{\"a\":".repeat(5_000)));
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of("id", "name", "host", "port", "sequence", "connections", "messagesPerSecond", "draining");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "\"\"",
                "\"text\"",
                "-1",
                "0",
                "1",
                "1.5",
                "1e400",
                "NaN",
                "99999999999999999999999",
                "{}",
                "[1]",
                "\"\\u0000\"");
    }

    private static NodeRecord decode(String json) throws IOException {
        return NodeRecordCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
