package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Payload;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64PayloadTest {

    @Test
    void whatReadsAsJsonIsJson() {
        Payload payload = Base64Payload.decode("eyJhIjoxfQ==", false).orElseThrow();
        assertThat(payload).hasToString("{\"a\":1}");
        assertThat(payload.isBinary()).isFalse();
    }

    @Test
    void anythingElseIsBinary() {
        Payload payload = Base64Payload.decode("AAEC", false).orElseThrow();
        assertThat(payload.bytes()).containsExactly(0, 1, 2);
        assertThat(payload.isBinary()).isTrue();
    }

    @Test
    void jsonLosesItsNewlinesUnlessBytesAreWanted() {
        String text = Base64.getEncoder().encodeToString("\n1\n".getBytes(UTF_8));
        assertThat(Base64Payload.decode(text, false).orElseThrow()).hasToString("1");
        Payload bytes = Base64Payload.decode(text, true).orElseThrow();
        assertThat(bytes).hasToString("\n1\n");
        assertThat(bytes.isBinary()).isTrue();
    }

    @Test
    void nothingAndNullAreNoData() {
        assertThat(Base64Payload.decode("", true)).contains(Payload.EMPTY);
        assertThat(Base64Payload.decode("bnVsbA==", false)).contains(Payload.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "A", "AAEC=", "AA\nEC", "_-_-", "\u00e9"})
    void whatIsNotStandardBase64IsRefused(String text) {
        assertThat(Base64Payload.decode(text, false)).isEmpty();
        assertThat(Base64Payload.decode(text, true)).isEmpty();
    }
}
