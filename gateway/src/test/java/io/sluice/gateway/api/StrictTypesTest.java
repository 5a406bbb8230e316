package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":5}",
                "{\"channel\":true}",
                "{\"idempotency_key\":1.5}",
                "{\"tags\":{\"a\":1}}",
                "{\"version\":1.5}",
                "{\"version\":\"\"}",
                "{\"b64data\":1}"
            })
    void aValueOfAnotherTypeIsRefused(String body) {
        assertThatExceptionOfType(ApiBodyException.class)
                .isThrownBy(() -> ApiJson.read(body.getBytes(UTF_8), ApiRequests.Publish.class));
    }

    @Test
    void aReasonNamesThePlaceAndNoClasses() {
        ApiBodyException refusal = catchThrowableOfType(
                ApiBodyException.class,
                () -> ApiJson.read("{\"channels\":[1,{}]}".getBytes(UTF_8), ApiRequests.Broadcast.class));
        assertThat(refusal.getMessage())
                .contains("channels")
                .doesNotContain("java.")
                .doesNotContain("io.sluice");
    }

    @Test
    void aSyntaxErrorNamesItsLine() {
        ApiBodyException refusal = catchThrowableOfType(
                ApiBodyException.class, () -> ApiJson.read("{\n1}".getBytes(UTF_8), ApiRequests.Publish.class));
        assertThat(refusal.getMessage()).containsIgnoringCase("line");
    }
}
