package io.sluice.common.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final double NANOS_PER_SECOND = 1e9;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // overflows soon, as a nanosecond clock may

    @Test
    void aFullBucketGivesItsBurstAndNoMore() {
        TokenBucket bucket = new TokenBucket(10, 3, nanos::get);

        assertThat(taken(bucket, 10)).isEqualTo(3);
    }

    @Test
    void tokensComeBackOneAfterTheOther() {
        TokenBucket bucket = new TokenBucket(10, 3, nanos::get);
        taken(bucket, 3);

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(99));
        assertThat(bucket.tryTake()).isFalse();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(bucket.tryTake()).isTrue();
        assertThat(bucket.tryTake()).isFalse();
    }

    @Test
    void aPauseFillsNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(10, 3, nanos::get);
        taken(bucket, 3);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));

        assertThat(bucket.isFull()).isTrue();
        assertThat(taken(bucket, 10)).isEqualTo(3);
    }

    @Test
    void itSaysHowLongATokenWillTake() {
        TokenBucket bucket = new TokenBucket(4, 1, nanos::get);
        assertThat(bucket.untilNext()).isZero();
        bucket.tryTake();

        assertThat(bucket.untilNext()).isEqualTo(Duration.ofMillis(250));
        nanos.addAndGet(bucket.untilNext().toNanos());
        assertThat(bucket.tryTake()).isTrue();
    }

    @Test
    void aTokenThatWasGivenBackCanBeTakenAgain() {
        TokenBucket bucket = new TokenBucket(1, 2, nanos::get);
        taken(bucket, 2);

        bucket.giveBack();

        assertThat(taken(bucket, 5)).isEqualTo(1);
    }

    @Test
    void givingBackToAFullBucketMakesItNoFuller() {
        TokenBucket bucket = new TokenBucket(1, 2, nanos::get);
        IntStream.range(0, 10).forEach(time -> bucket.giveBack());

        assertThat(taken(bucket, 5)).isEqualTo(2);
    }

    @Test
    void threadsTogetherTakeNoMoreThanTheBurst() throws Exception {
        TokenBucket bucket = new TokenBucket(1, 1000, nanos::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> greedy = () -> taken(bucket, 1000);
            int all = 0;
            for (Future<Integer> each : threads.invokeAll(List.of(greedy, greedy, greedy, greedy))) {
                all += each.get();
            }
            assertThat(all).isEqualTo(1000);
        } finally {
            threads.shutdown();
        }
    }

    /** The promise itself, for every window between two events of a random history. */
    @Property
    void noTimeSeesMoreThanBurstAndRateAllow(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double perSecond,
            @ForAll @DoubleRange(min = 1, max = 50) double burst,
            @ForAll @Size(max = 120) List<@LongRange(min = 0, max = 2_000) Long> pauses) {
        AtomicLong clock = new AtomicLong();
        TokenBucket bucket = new TokenBucket(perSecond, burst, clock::get);
        Deque<Long> events = new ArrayDeque<>();
        double unitNanos = NANOS_PER_SECOND / perSecond / 500; // pauses of 0 to 4 intervals
        for (long pause : pauses) {
            clock.addAndGet((long) (pause * unitNanos));
            if (bucket.tryTake()) {
                events.add(clock.get());
            }
        }
        Long[] times = events.toArray(Long[]::new);
        for (int first = 0; first < times.length; first++) {
            for (int last = first; last < times.length; last++) {
                double allowed = burst + perSecond * (times[last] - times[first]) / NANOS_PER_SECOND;
                assertThat((double) (last - first + 1)).isLessThanOrEqualTo(allowed + 1e-6);
            }
        }
    }

    /** Whoever waits as long as told finds a token, and not an interval earlier. */
    @Property
    void theWaitThatIsToldIsEnoughAndNeeded(
            @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double perSecond,
            @ForAll @DoubleRange(min = 1, max = 50) double burst) {
        AtomicLong clock = new AtomicLong();
        TokenBucket bucket = new TokenBucket(perSecond, burst, clock::get);
        taken(bucket, 51);
        long wait = bucket.untilNext().toNanos();
        assertThat(wait).isPositive();

        clock.addAndGet(wait - 1);
        assertThat(bucket.tryTake()).isFalse();
        clock.addAndGet(1);
        assertThat(bucket.tryTake()).isTrue();
    }

    @Test
    void ratesThatMakeNoSenseAreRefused() {
        for (double perSecond : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(perSecond, 1, nanos::get));
        }
        for (double burst : new double[] {0, 0.99, -1, Double.NaN, Double.POSITIVE_INFINITY, 10_000_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(1, burst, nanos::get));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenBucket(1e-6, 1000, nanos::get))
                .withMessageContaining("365 days");
    }

    private static int taken(TokenBucket bucket, int attempts) {
        return (int)
                IntStream.range(0, attempts).filter(attempt -> bucket.tryTake()).count();
    }
}
