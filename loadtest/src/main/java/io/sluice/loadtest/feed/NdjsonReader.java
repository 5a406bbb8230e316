package io.sluice.loadtest.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.loadtest.measure.ThreadConfined;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads newline-delimited JSON: one object a line, UTF-8, blank lines skipped, a trailing carriage return ignored.
 *
 * <p>A line longer than {@value #MAX_LINE_BYTES} bytes is malformed; its rest is skipped, not kept. Threading: for one
 * thread at a time, which blocks while there is no input.
 */
@ThreadConfined
public final class NdjsonReader {
    /** Far above what a gateway takes as one message, and a bound of what a stream without newlines costs. */
    public static final int MAX_LINE_BYTES = 1024 * 1024;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final JsonFactory JSON = new JsonFactory();

    private final InputStream input;
    private final String fieldName;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int position;
    private int limit;
    private long number;

    /** Reads {@code input}, looking out for one top-level field of each object (empty for none). */
    public NdjsonReader(InputStream input, String fieldName) {
        this.input = input;
        this.fieldName = fieldName;
    }

    /** The next line that is not blank, or the end; after that again the end. */
    public Line next() {
        try {
            Line line = nextLine();
            return line == null ? new Line.End(number, Optional.empty()) : line;
        } catch (IOException e) {
            return new Line.End(number, Optional.of("reading the input failed: " + e.getMessage()));
        }
    }

    private @Nullable Line nextLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (readLine(bytes)) {
            number++;
            if (bytes.size() > MAX_LINE_BYTES) {
                return new Line.Malformed(number, "longer than " + MAX_LINE_BYTES + " bytes");
            }
            Line line = parse(bytes.toByteArray());
            if (line != null) {
                return line;
            }
            bytes.reset();
        }
        return null;
    }

    /** Collects up to the next newline, at most one byte more than the limit; false at the end of the input. */
    private boolean readLine(ByteArrayOutputStream bytes) throws IOException {
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int end = indexOfNewline();
            int room = MAX_LINE_BYTES + 1 - bytes.size();
            bytes.write(chunk, position, Math.min(end - position, room));
            boolean complete = end < limit;
            position = complete ? end + 1 : limit;
            if (complete) {
                return true;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, input.read(chunk));
        return limit > 0;
    }

    private int indexOfNewline() {
        for (int i = position; i < limit; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return limit;
    }

    /** Null when the line is blank. */
    private @Nullable Line parse(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Line.Malformed(number, "not UTF-8");
        }
        if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        String json = text.strip();
        return json.isEmpty() ? null : check(json);
    }

    private Line check(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Line.Malformed(number, "expected a JSON object but was " + shortened(json));
            }
            Optional<String> field = readFields(parser);
            if (parser.nextToken() != null) {
                return new Line.Malformed(number, "more than one JSON value");
            }
            return new Line.Valid(number, json, field);
        } catch (JsonProcessingException e) {
            return new Line.Malformed(number, "not JSON: " + inFewWords(e.getOriginalMessage()));
        } catch (IOException e) {
            return new Line.Malformed(number, "not JSON: " + e.getMessage());
        }
    }

    /** Jackson adds lists of what would have been valid and positions in a "source"; the line number says enough. */
    private static String inFewWords(String message) {
        return message.split(" \\(start marker|: expected|: was expecting|\\n", 2)[0];
    }

    private Optional<String> readFields(JsonParser parser) throws IOException {
        Optional<String> found = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = !fieldName.isEmpty() && fieldName.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (wanted) {
                found = value.isScalarValue() && value != JsonToken.VALUE_NULL
                        ? Optional.of(parser.getText())
                        : Optional.empty();
            }
            parser.skipChildren();
        }
        return found;
    }

    private static String shortened(String text) {
        int enough = 40;
        return text.length() <= enough ? text : text.substring(0, enough) + "…";
    }
}
