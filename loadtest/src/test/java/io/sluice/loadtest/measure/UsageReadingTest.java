package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class UsageReadingTest {
    @Test
    void userAndSystemTimeAreApart() {
        String stat = "42 (a) (b c) S 1 42 42 0 -1 4194560 1 2 3 4 1234 66 0 0 20 0 5 0 100 200";

        UsageReading reading = UsageReading.parse(stat, "Name:\tjava\nVmRSS:\t  2048 kB\n");

        assertThat(reading).isEqualTo(new UsageReading(Duration.ofMillis(12_340), Duration.ofMillis(660), 2_097_152));
        assertThat(reading.cpu()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ourOwnProcessUsesTimeAndMemory() {
        UsageReading reading = UsageReading.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(reading.cpu()).isPositive();
        assertThat(reading.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void aProcessThatIsNotThereHasNoReading() {
        assertThat(UsageReading.of(Integer.MAX_VALUE)).isEmpty();
    }
}
