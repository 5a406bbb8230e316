package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketSettingsTest {

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_536, 16 << 20})
    void aMessagesLimitIsFrom1KiBTo16MiB(int bytes) {
        assertThat(new WebSocketSettings(false, "/connection/websocket", bytes).messageSizeLimit())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, (16 << 20) + 1})
    void anyOtherLimitIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSocketSettings(false, "/connection/websocket", bytes))
                .withMessage("message_size_limit must be 1024 to 16777216 bytes but was %d", bytes);
    }

    @Test
    void thePathBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSocketSettings(false, "websocket", 65_536))
                .withMessage("handler_prefix must begin with / but was 'websocket'");
    }
}
