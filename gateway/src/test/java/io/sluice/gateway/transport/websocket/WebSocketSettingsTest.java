package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketSettingsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_536, 16 << 20})
    void aMessagesLimitIsFrom1KiBTo16MiB(int bytes) {
        assertThat(limitedTo(bytes).messageSizeLimit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, (16 << 20) + 1})
    void anyOtherLimitIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limitedTo(bytes))
                .withMessage("message_size_limit must be 1024 to 16777216 bytes but was %d", bytes);
    }

    @Test
    void thePathBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebSocketSettings(false, "websocket", 65_536, TIMEOUT, false, 0, 1))
                .withMessage("handler_prefix must begin with / but was 'websocket'");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 9", "16777216, 5"})
    void whatIsCompressedAndHowIsSet(int minSize, int level) {
        WebSocketSettings settings = compressed(minSize, level);
        assertThat(settings.compressionMinSize()).isEqualTo(minSize);
        assertThat(settings.compressionLevel()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (16 << 20) + 1})
    void anyOtherSmallestSizeIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compressed(bytes, 1))
                .withMessage("compression_min_size must be 0 to 16777216 bytes but was %d", bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 0, 10})
    void anyOtherLevelIsRefused(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compressed(0, level))
                .withMessage("compression_level must be 1 to 9 but was %d", level);
    }

    private static WebSocketSettings limitedTo(int bytes) {
        return new WebSocketSettings(false, "/connection/websocket", bytes, TIMEOUT, false, 0, 1);
    }

    private static WebSocketSettings compressed(int minSize, int level) {
        return new WebSocketSettings(false, "/connection/websocket", 65_536, TIMEOUT, true, minSize, level);
    }
}
