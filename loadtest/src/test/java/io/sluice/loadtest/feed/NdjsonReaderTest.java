package io.sluice.loadtest.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdjsonReaderTest {
    private static List<Line> read(byte[] input, String field) {
        NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(input), field);
        List<Line> lines = new ArrayList<>();
        do {
            lines.add(reader.next());
        } while (!(lines.get(lines.size() - 1) instanceof Line.End));
        return lines;
    }

    private static List<Line> read(String input) {
        return read(input.getBytes(UTF_8), "");
    }

    private static Line valid(long number, String json) {
        return new Line.Valid(number, json, Optional.empty());
    }

    private static Line end(long number) {
        return new Line.End(number, Optional.empty());
    }

    @Test
    void eachObjectIsPassedOnAsItWasWritten() {
        assertThat(read("{\"a\": 1.10}\n{\"b\":\"ü\"}\n"))
                .containsExactly(valid(1, "{\"a\": 1.10}"), valid(2, "{\"b\":\"ü\"}"), end(2));
    }

    @Test
    void theLastLineNeedsNoNewline() {
        assertThat(read("{}\n{\"a\":[{}]}")).containsExactly(valid(1, "{}"), valid(2, "{\"a\":[{}]}"), end(2));
    }

    @Test
    void blankLinesAreSkippedButCounted() {
        assertThat(read("\n  \n{}\n\n")).containsExactly(valid(3, "{}"), end(4));
    }

    @Test
    void carriageReturnsAndAByteOrderMarkAreIgnored() {
        assertThat(read("\uFEFF{}\r\n{}\r\n")).containsExactly(valid(1, "{}"), valid(2, "{}"), end(2));
    }

    @Test
    void noInputIsTheEnd() {
        assertThat(read("")).containsExactly(end(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [1]              | expected a JSON object but was [1]
            "text"           | expected a JSON object but was "text"
            null             | expected a JSON object but was null
            {"a":1} {"b":2}  | more than one JSON value
            {"a":1           | not JSON: Unexpected end-of-input
            {"a":}           | not JSON: Unexpected character ('}' (code 125))
            {'a':1}          | not JSON: Unexpected character (''' (code 39))
            AAPL,12.5        | not JSON: Unrecognized token 'AAPL'
            """)
    void whatIsNotOneObjectIsMalformed(String line, String reason) {
        assertThat(read("{}\n" + line + "\n{}"))
                .containsExactly(valid(1, "{}"), new Line.Malformed(2, reason), valid(3, "{}"), end(3));
    }

    @Test
    void bytesThatAreNotTextAreMalformed() {
        assertThat(read("{\"a\":\"ü\"}\n{}".getBytes(ISO_8859_1), ""))
                .containsExactly(new Line.Malformed(1, "not UTF-8"), valid(2, "{}"), end(2));
    }

    @Test
    void aLineThatIsTooLongIsMalformedAndTheNextOneIsRead() {
        String tooLong = "{\"a\":\"" + "x".repeat(NdjsonReader.MAX_LINE_BYTES) + "\"}";

        assertThat(read(tooLong + "\n{}"))
                .containsExactly(new Line.Malformed(1, "longer than 1048576 bytes"), valid(2, "{}"), end(2));
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() {
        String line = "{\"a\":\"" + "x".repeat(NdjsonReader.MAX_LINE_BYTES - 8) + "\"}";

        assertThat(read(line + "\n")).containsExactly(valid(1, line), end(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"symbol":"ACME"}                       | ACME
            {"x":{"symbol":"no"},"symbol":12.50}    | 12.50
            {"symbol":true,"x":[1,{"symbol":"no"}]} | true
            """)
    void theFieldLookedForIsFoundAtTheTopLevel(String line, String value) {
        assertThat(read(line.getBytes(UTF_8), "symbol").get(0)).isEqualTo(new Line.Valid(1, line, Optional.of(value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"x":1}
            {"symbol":null}
            {"symbol":{}}
            {"x":{"symbol":"no"}}
            """)
    void aFieldThatIsNoScalarIsNotFound(String line) {
        assertThat(read(line.getBytes(UTF_8), "symbol").get(0)).isEqualTo(valid(1, line));
    }

    @Test
    void aBrokenInputEndsWithTheReason() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("disk on fire");
            }
        };

        assertThat(new NdjsonReader(broken, "").next())
                .isEqualTo(new Line.End(0, Optional.of("reading the input failed: disk on fire")));
    }

    @Property
    void noInputHarmsTheReader(@ForAll byte[] input) {
        assertThat(read(input, "a")).last().isInstanceOf(Line.End.class);
    }
}
