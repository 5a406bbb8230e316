package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
    private static List<Measurement> run(double cpu, double lost) {
        return List.of(Measurement.of("cpu", cpu, "µs"), Measurement.atMost(0, "lost", lost, "count"));
    }

    @Test
    void valuesAreMediansButFaultsAddUp() {
        assertThat(Medians.of(List.of(run(9, 0), run(1, 1), run(3, 0))))
                .containsExactly(Measurement.of("cpu", 3, "µs"), Measurement.atMost(0, "lost", 1, "count"));
    }

    @Test
    void ofTwoRunsItIsTheMean() {
        assertThat(Medians.of(List.of(run(1, 0), run(2, 0))).get(0).value()).isEqualTo(1.5);
    }
}
