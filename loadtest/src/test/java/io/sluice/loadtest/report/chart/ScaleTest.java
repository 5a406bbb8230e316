package io.sluice.loadtest.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private final Random random = new Random(7);

    private static List<String> labels(Scale scale) {
        return scale.ticks().stream()
                .map(Tick::label)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    @Test
    void aLinearAxisEndsAtARoundNumber() {
        assertThat(labels(LinearScale.fromZero(97_000, 5)))
                .containsExactly("0", "20,000", "40,000", "60,000", "80,000", "100,000");
        assertThat(labels(LinearScale.fromZero(0.7, 5))).containsExactly("0", "0.2", "0.4", "0.6", "0.8");
    }

    @Test
    void withNothingAboveZeroTheAxisStillHasALength() {
        assertThat(labels(LinearScale.fromZero(0, 5))).first().isEqualTo("0");
        assertThat(LinearScale.fromZero(0, 5).position(0)).isZero();
    }

    @Test
    void anExactAxisHasItsTicksAtRoundNumbersWithin() {
        assertThat(labels(LinearScale.between(-4.9, 11.2, 10)))
                .containsExactly("-4", "-2", "0", "2", "4", "6", "8", "10");
        assertThat(LinearScale.between(3, 3, 10).position(3)).isZero();
    }

    @Test
    void aLogarithmicAxisSpansWholeDecades() {
        LogScale scale = LogScale.around(0.3, 800);

        assertThat(labels(scale)).containsExactly("0.1", "1", "10", "100", "1,000");
        assertThat(scale.position(10)).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void aShortLogarithmicAxisHasLabelsBetweenTheDecades() {
        assertThat(labels(LogScale.around(1, 1))).containsExactly("1", "2", "5", "10");
    }

    @Test
    void zeroHasNoPlaceOnALogarithmicAxis() {
        LogScale scale = LogScale.around(1, 2);

        assertThat(scale.shows(0)).isFalse();
        assertThat(scale.shows(Double.NaN)).isFalse();
        assertThat(scale.shows(1)).isTrue();
    }

    @RepeatedTest(200)
    void whateverTheValuesAllOfThemAndAllTicksAreOnTheAxis() {
        double highest = Math.pow(10, random.nextDouble() * 14 - 4) * (1 + random.nextDouble());
        double lowest = highest * random.nextDouble();
        for (Scale scale : List.of(LinearScale.fromZero(highest, 5), LogScale.around(lowest, highest))) {
            assertThat(scale.position(highest)).isBetween(0.0, 1.000001);
            assertThat(scale.position(lowest)).isBetween(-0.000001, 1.000001);
            assertThat(labels(scale)).hasSizeBetween(2, 21).doesNotHaveDuplicates();
            assertThat(scale.ticks())
                    .allSatisfy(tick -> assertThat(scale.position(tick.value())).isBetween(-0.000001, 1.000001));
        }
    }
}
