package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Property
    void aDelayIsTheLeastAndAPartOfASpanThatDoublesUpToTheMost(
            @ForAll @IntRange(min = 0, max = 1_000) int failed, @ForAll long seed) {
        long delay = Backoff.OF_SDKS.delayNanos(failed, new SplittableRandom(seed));

        double span = Math.min(20e9, 0.5e9 * Math.pow(2, failed));
        assertThat((double) delay).isBetween(0.5e9, Math.min(20e9, 0.5e9 + span));
    }

    @Test
    void delaysFillTheWholeSpan() {
        SplittableRandom random = new SplittableRandom(1);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            long delay = Backoff.OF_SDKS.delayNanos(3, random);
            least = Math.min(least, delay);
            most = Math.max(most, delay);
        }
        assertThat(least).isLessThan(Duration.ofMillis(600).toNanos());
        assertThat(most).isGreaterThan(Duration.ofMillis(4_400).toNanos());
    }

    @Test
    void delaysInTheWrongOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    }
}
