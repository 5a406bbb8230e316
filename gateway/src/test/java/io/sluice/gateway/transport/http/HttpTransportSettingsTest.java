package io.sluice.gateway.transport.http;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportSettingsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void aPathBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpTransportSettings(true, "sse", 65_536, TIMEOUT))
                .withMessage("handler_prefix must begin with / but was 'sse'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, (1 << 20) + 1})
    void aBodyLimitLetsTokensThroughAndFitsTheControlBus(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpTransportSettings(true, "/sse", bytes, TIMEOUT))
                .withMessage("max_request_body_size must be 1024 to 1048576 bytes but was " + bytes);
    }

    @Test
    void aWriteTimeoutIsATime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpTransportSettings(true, "/sse", 65_536, Duration.ZERO))
                .withMessage("write_timeout must be longer than 0s");
    }
}
