package io.sluice.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as one JSON object on a line of its own: {@code ts} (RFC 3339, UTC, milliseconds), {@code level},
 * {@code logger}, {@code thread}, {@code msg}, then the event's keys and values, and of an exception {@code error} (class and
 * message) and {@code stack}. A key of the event that is one of these gets an underscore behind it.
 *
 * <p>Limits: a stack is cut off after {@link #MAX_STACK_CHARS}.
 *
 * <p>Threading: any thread that logs; without state.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    /** A few hundred frames: beyond lie recursions, and lines that collectors cut themselves, which makes them no JSON. */
    static final int MAX_STACK_CHARS = 12 * 1024;

    private static final Set<String> OWN_NAMES = Set.of("ts", "level", "logger", "thread", "msg", "error", "stack");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    /** By way of a string: half of a surrogate pair, which a peer may send, becomes a question mark there and no exception. */
    @Override
    public byte[] encode(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("msg", event.getFormattedMessage());
            writePairs(json, event.getKeyValuePairs());
            writeError(json, event.getThrowableProxy());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString().getBytes(UTF_8);
    }

    private static void writePairs(JsonGenerator json, @Nullable List<KeyValuePair> pairs) throws IOException {
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                json.writeFieldName(OWN_NAMES.contains(pair.key) ? pair.key + "_" : pair.key);
                writeValue(json, pair.value);
            }
        }
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    private static void writeError(JsonGenerator json, @Nullable IThrowableProxy thrown) throws IOException {
        if (thrown != null) {
            String stack = ThrowableProxyUtil.asString(thrown);
            json.writeStringField("error", thrown.getClassName() + ": " + thrown.getMessage());
            json.writeStringField("stack", stack.substring(0, Math.min(stack.length(), MAX_STACK_CHARS)));
        }
    }
}
