package io.sluice.common.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

    private final Logger logger = new LoggerContext().getLogger("io.sluice.test");
    private final JsonLines encoder = new JsonLines();

    @Test
    void aLineIsOneObjectWithTheFieldsInOrder() {
        LoggingEvent event = event("client refused reason={}", null, "rate");
        event.setTimeStamp(1_700_000_000_007L);
        event.setThreadName("loop-1");
        event.addKeyValuePair(new KeyValuePair("suppressed", 17L));
        event.addKeyValuePair(new KeyValuePair("draining", true));
        event.addKeyValuePair(new KeyValuePair("node", "a"));

        assertThat(text(event))
                .isEqualTo("{\"ts\":\"2023-11-14T22:13:20.007Z\",\"level\":\"WARN\",\"logger\":\"io.sluice.test\","
                        + "\"thread\":\"loop-1\",\"msg\":\"client refused reason=rate\",\"suppressed\":17,"
                        + "\"draining\":true,\"node\":\"a\"}\n");
    }

    @Test
    void anExceptionHasItsMessageAndItsStack() throws IOException {
        JsonNode line = json(event("failed", new IllegalStateException("no\nroom", new IOException("disk \"full\""))));

        assertThat(line.get("error").textValue()).isEqualTo("java.lang.IllegalStateException: no\nroom");
        assertThat(line.get("stack").textValue())
                .contains("JsonLinesTest.anExceptionHasItsMessageAndItsStack", "Caused by: java.io.IOException");
    }

    @Test
    void aStackIsCutOff() throws IOException {
        JsonNode line = json(event("failed", new IllegalStateException("x".repeat(JsonLines.MAX_STACK_CHARS))));

        assertThat(line.get("stack").textValue()).hasSize(JsonLines.MAX_STACK_CHARS);
    }

    @Test
    void keysNeverHideFieldsOfTheirOwn() throws IOException {
        LoggingEvent event = event("said", null);
        Map.of("msg", "forged", "level", "ERROR", "ts", "0")
                .forEach((key, value) -> event.addKeyValuePair(new KeyValuePair(key, value)));

        JsonNode line = json(event);
        assertThat(line.get("msg").textValue()).isEqualTo("said");
        assertThat(line.get("level").textValue()).isEqualTo("WARN");
        assertThat(line.get("msg_").textValue()).isEqualTo("forged");
    }

    @Test
    void halfAPairOfSurrogatesDoesNotCostTheLine() throws IOException {
        assertThat(json(event("channel={}", null, "\ud800")).get("msg").textValue())
                .isEqualTo("channel=?");
    }

    @Property
    void whateverIsSaidStaysOnOneLineAndCanBeRead(@ForAll String said, @ForAll String value) throws IOException {
        LoggingEvent event = event("peer said {}", null, said);
        event.addKeyValuePair(new KeyValuePair("value", value));

        assertThat(text(event)).endsWith("}\n").containsOnlyOnce("\n").doesNotContain("\r");
        JsonNode line = json(event);
        assertThat(line.get("msg").textValue()).isEqualTo(encodable("peer said " + said));
        assertThat(line.get("value").textValue()).isEqualTo(encodable(value));
    }

    private static String encodable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
        return new LoggingEvent(JsonLinesTest.class.getName(), logger, Level.WARN, message, thrown, arguments);
    }

    private String text(LoggingEvent event) {
        return new String(encoder.encode(event), UTF_8);
    }

    private JsonNode json(LoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(encoder.encode(event));
    }
}
