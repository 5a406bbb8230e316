package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
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
    }
}
