package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlowStartTest {

    private final SlowStart start = new SlowStart(Duration.ofSeconds(10));

    @Test
    void theWeightRisesFromATenthToTheWhole() {
        assertThat(start.weight(0)).isEqualTo(0.1);
        assertThat(start.weight(Duration.ofSeconds(5).toNanos())).isEqualTo(0.55, within(1e-9));
        assertThat(start.weight(Duration.ofSeconds(10).toNanos())).isEqualTo(1);
    }

    @Test
    void withoutARampEverybodyCountsFullyAtOnce() {
        assertThat(new SlowStart(Duration.ZERO).weight(0)).isEqualTo(1);
    }

    @Property
    void theWeightNeverFallsWithAge(
            @ForAll @LongRange(min = -1_000, max = 20_000_000_000L) long age,
            @ForAll @LongRange(min = 0, max = 20_000_000_000L) long later) {
        assertThat(start.weight(age)).isBetween(0.1, start.weight(age + later));
    }
}
