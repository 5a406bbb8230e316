package io.sluice.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSettingsTest {

    record Program(LogSettings log) {}

    private final ConfigLoader<Program> loader = ConfigLoader.of(Program.class);

    @ParameterizedTest
    @ValueSource(strings = {"none", "trace", "debug", "info", "warn", "error", "fatal"})
    void everyLevelOfCentrifugoIsOneOfOurs(String level) {
        assertThat(loader.override("log.level", level).load().log().level())
                .isEqualTo(LogLevel.valueOf(level.toUpperCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"log.level,loud", "log.format,xml", "log.peer_lines_per_second,0", "log.peer_lines_per_second,1001"})
    void aWrongValueIsAnErrorThatNamesTheSetting(String key, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.override(key, value)::load)
                .withMessageContaining(key.substring(key.indexOf('.') + 1))
                .withMessageContaining(value);
    }
}
