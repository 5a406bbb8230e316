package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketSettingsTest {

    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_536, 16 << 20})
    void aMessagesLimitIsFrom1KiBTo16MiB(int bytes) {
        assertThat(settings("/connection/websocket", bytes, WRITE_TIMEOUT).messageSizeLimit())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, (16 << 20) + 1})
    void anyOtherLimitIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("/connection/websocket", bytes, WRITE_TIMEOUT))
                .withMessage("message_size_limit must be 1024 to 16777216 bytes but was %d", bytes);
    }

    @Test
    void thePathBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("websocket", 65_536, WRITE_TIMEOUT))
                .withMessage("handler_prefix must begin with / but was 'websocket'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S"})
    void aWriteTimeoutIsAtLeastAMillisecond(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("/connection/websocket", 65_536, timeout))
                .withMessage("write_timeout must be longer than 0s");
    }

    private static WebSocketSettings settings(String path, int messageBytes, Duration writeTimeout) {
        return new WebSocketSettings(false, path, messageBytes, writeTimeout, false, 0, 1);
    }
}
