package io.sluice.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void payloadsWithTheSameBytesAreEqual() {
        assertThat(Payload.of("{\"a\":1}"))
                .isEqualTo(Payload.of("{\"a\":1}"))
                .hasSameHashCodeAs(Payload.of("{\"a\":1}"))
                .isNotEqualTo(Payload.of("{\"a\":2}"));
    }

    @Test
    void noBytesAreTheEmptyPayload() {
        assertThat(Payload.of(new byte[0])).isSameAs(Payload.EMPTY);
        assertThat(Payload.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void theBytesAreSharedNotCopied() {
        byte[] bytes = {1, 2, 3};
        assertThat(Payload.of(bytes).bytes()).isSameAs(bytes);
    }

    @Test
    void sizeCountsBytesAndTextIsUtf8() {
        Payload payload = Payload.of("\"€\"");
        assertThat(payload.size()).isEqualTo(5);
        assertThat(payload).hasToString("\"€\"");
    }
}
