package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateSettingsTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 9", "16777216, 5"})
    void whatIsCompressedAndHowIsSet(int minSize, int level) {
        WebSocketSettings settings = settings(minSize, level);
        assertThat(settings.compressionMinSize()).isEqualTo(minSize);
        assertThat(settings.compressionLevel()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (16 << 20) + 1})
    void anyOtherSmallestSizeIsRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(bytes, 1))
                .withMessage("compression_min_size must be 0 to 16777216 bytes but was %d", bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 0, 10})
    void anyOtherLevelIsRefused(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0, level))
                .withMessage("compression_level must be 1 to 9 but was %d", level);
    }

    private static WebSocketSettings settings(int minSize, int level) {
        return new WebSocketSettings(
                false, "/connection/websocket", 65_536, Duration.ofSeconds(5), true, minSize, level);
    }
}
