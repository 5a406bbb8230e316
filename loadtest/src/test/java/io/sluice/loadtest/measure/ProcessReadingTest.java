package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessReadingTest {
    @Test
    void theCommandNameMayContainSpacesAndParentheses() {
        String stat = "42 (a) (b c) S 1 42 42 0 -1 4194560 1 2 3 4 1234 66 0 0 20 0 5 0 100 200";

        assertThat(ProcessReading.cpuTime(stat)).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void aLabelIsFoundOnlyAtTheStartOfALine() {
        String status = "Name:\tVmRSS: 1\nVmRSS:\t  2048 kB\nThreads:\t7\n";

        assertThat(ProcessReading.statusNumber(status, "VmRSS:")).isEqualTo(2048);
        assertThat(ProcessReading.statusNumber(status, "Threads:")).isEqualTo(7);
        assertThat(ProcessReading.statusNumber(status, "VmSwap:")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ourOwnProcessUsesMemoryTimeAndFiles() {
        ProcessReading reading =
                ProcessReading.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(reading.residentBytes()).isGreaterThan(10_000_000);
        assertThat(reading.cpuTime()).isPositive();
        assertThat(reading.openFiles()).isGreaterThan(2);
        assertThat(reading.threads()).isGreaterThan(2);
    }

    @Test
    void aProcessThatIsNotThereHasNoReading() {
        assertThat(ProcessReading.of(Integer.MAX_VALUE)).isEmpty();
    }
}
