package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "api", "/api/"})
    void thePathBeginsWithASlashAndDoesNotEndWithOne(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(prefix, 1))
                .withMessage("handler_prefix must begin with / and not end with it but was '%s'", prefix);
    }

    @Test
    void aPathMayHaveSeveralParts() {
        assertThat(settings("/internal/api", 1).handlerPrefix()).isEqualTo("/internal/api");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aBodyMayHaveAtLeastOneByte(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("/api", bytes))
                .withMessage("max_request_body_size must be at least 1 byte but was %d", bytes);
    }

    private static HttpApiSettings settings(String prefix, int maxBody) {
        return new HttpApiSettings(false, prefix, "", "", false, HttpApiSettings.ErrorMode.LEGACY, true, maxBody);
    }
}
