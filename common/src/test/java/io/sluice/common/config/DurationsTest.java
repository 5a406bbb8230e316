package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "25s, PT25S",
        "1m30s, PT1M30S",
        "500ms, PT0.5S",
        "720h, PT720H",
        "1.5h, PT1H30M",
        "30s1m, PT1M30S",
        "7us5ns, PT0.000007005S",
        "0.5ns, PT0S",
        "0, PT0S"
    })
    void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "s", "-1s", "1 m", "1d", "1m30", "1.s", "1e3s", "PT25S", "9999999999h"})
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @Test
    void durationsAreWrittenInTheLargestUnits() {
        assertThat(Durations.format(Duration.ZERO)).isEqualTo("0s");
        assertThat(Durations.format(Duration.ofMillis(90_001))).isEqualTo("1m30s1ms");
        assertThat(Durations.format(Duration.ofDays(30))).isEqualTo("720h");
    }

    @Test
    void negativeDurationsAreNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.format(Duration.ofSeconds(-1)));
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0) long nanos) {
        Duration duration = Duration.ofNanos(nanos);

        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
}
