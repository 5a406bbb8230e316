package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    private static List<Long> evenly(int count, long intervalNanos) {
        return LongStream.range(0, count).mapToObj(i -> i * intervalNanos).toList();
    }

    @Test
    void anEvenPaceHasItsRateAsItsPeak() {
        assertThat(Pace.peak(evenly(100, SECOND / 10), SECOND)).isEqualTo(10);
    }

    @Test
    void aBurstIsSeenWhereverTheSecondBegins() {
        List<Long> times = List.of(0L, SECOND - 2, SECOND - 1, SECOND, SECOND + 1, 3 * SECOND);

        assertThat(Pace.peak(times, SECOND)).isEqualTo(4);
    }

    @Test
    void nothingHasNoPeak() {
        assertThat(Pace.peak(List.of(), SECOND)).isZero();
        assertThat(Pace.fullestBucket(List.of(), 5)).isZero();
    }

    @Test
    void whatComesAtTheRateNeedsABucketOfOne() {
        assertThat(Pace.fullestBucket(evenly(50, SECOND / 10), 10)).isEqualTo(1, within(1e-6));
    }

    @Test
    void whatComesTwiceAsFastFillsTheBucketByHalf() {
        assertThat(Pace.fullestBucket(evenly(100, SECOND / 20), 10)).isEqualTo(50.5, within(0.01));
    }

    @Property
    void aSecondNeverHoldsMoreThanTheBucketAndWhatItGetsBackInASecond(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 5 * SECOND) Long> moments,
            @ForAll @IntRange(min = 1, max = 20) int perSecond) {
        List<Long> ascending = moments.stream().sorted().toList();

        assertThat((double) Pace.peak(ascending, SECOND))
                .isLessThanOrEqualTo(Pace.fullestBucket(ascending, perSecond) + perSecond + 1e-6);
    }
}
