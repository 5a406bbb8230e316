package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceReadingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Offset<Double> ROUNDING = within(1e-6);

    private final PaceReadings readings = new PaceReadings();

    private void read(long sentMillis, long receivedMillis, double count) {
        readings.add(TimeUnit.MILLISECONDS.toNanos(sentMillis), TimeUnit.MILLISECONDS.toNanos(receivedMillis), count);
    }

    private double highestRate() {
        return readings.highestRate(SECOND).orElseThrow();
    }

    private double mostAhead(double perSecond) {
        return readings.mostAhead(perSecond).orElseThrow();
    }

    @Test
    void anEvenPaceIsNeverPutTooHighThoughAWindowHoldsOneMoreThanItsIntervals() {
        for (int i = 0; i <= 10; i++) {
            read(250L * i, 250L * i, 5 * i + 1);
        }

        assertThat(highestRate()).isBetween(19.0, 20.0);
    }

    @Test
    void aBurstIsSeenWhereverItLies() {
        read(0, 0, 0);
        read(1_000, 1_000, 10);
        read(1_500, 1_500, 15);
        read(2_000, 2_000, 61);
        read(3_000, 3_000, 61);

        assertThat(highestRate()).as("51 in a second, less one").isEqualTo(50, ROUNDING);
        assertThat(mostAhead(10)).as("46 in half a second").isEqualTo(41, ROUNDING);
    }

    @Test
    void whatALateReaderFindsAtOnceMayHaveHappenedInAllThatTime() {
        read(0, 0, 0);
        read(5_000, 5_001, 100);

        assertThat(highestRate()).isLessThan(20);
        assertThat(mostAhead(20)).isZero();
    }

    @Test
    void aSlowAnswerMayBeFromItsRequestOrFromItsEnd() {
        read(0, 1_000, 0);
        read(2_000, 4_000, 41);

        assertThat(highestRate()).as("40 in 4 s at most").isEqualTo(10, ROUNDING);
        assertThat(mostAhead(10)).isEqualTo(1, ROUNDING);
    }

    @Test
    void aWindowThatMayBeShorterDoesNotCount() {
        read(0, 500, 0);
        read(1_400, 1_900, 1_000);

        assertThat(readings.highestRate(SECOND)).isEmpty();
        assertThat(readings.highestRate(Duration.ofMillis(900))).isPresent();
    }

    @Test
    void nothingIsKnownFromOneReading() {
        assertThat(readings.mostAhead(1)).isEmpty();
        read(0, 1, 10);

        assertThat(readings.highestRate(SECOND)).isEmpty();
        assertThat(readings.mostAhead(1)).isEmpty();
    }

    @Test
    void whereNothingHappensThePaceIsZero() {
        read(0, 0, 7);
        read(2_000, 2_000, 7);

        assertThat(highestRate()).isZero();
        assertThat(mostAhead(5)).isZero();
    }

    @Test
    void aReadingOfAnotherTimeOrAnotherLifeOfTheServerIsAnError() {
        read(10, 20, 5);

        assertThatIllegalArgumentException().isThrownBy(() -> read(30, 29, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> read(19, 30, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> read(30, 40, 4));
    }

    /** However the reader is held up, which here is between 0 and 3 s for each of request, answer and pause. */
    @Property
    void whatKeepsToABucketIsNeverFoundToBeAheadOfIt(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(min = 0, max = 3_000) Integer> delays,
            @ForAll @IntRange(min = 1, max = 50) int perSecond,
            @ForAll @IntRange(min = 1, max = 50) int burst) {
        PaceReadings held = new PaceReadings();
        long millis = 0;
        for (int i = 0; i + 2 < delays.size(); i += 3) {
            long sent = millis;
            long counted = sent + delays.get(i);
            long received = counted + delays.get(i + 1);
            // The bucket is emptied at once, and then as it fills.
            long count = counted == 0 ? 0 : burst + counted * perSecond / 1_000;
            held.add(TimeUnit.MILLISECONDS.toNanos(sent), TimeUnit.MILLISECONDS.toNanos(received), count);
            millis = received + delays.get(i + 2);
        }

        assertThat(held.mostAhead(perSecond).orElse(0)).isLessThanOrEqualTo(burst + 1e-6);
        assertThat(held.highestRate(SECOND).orElse(0)).isLessThanOrEqualTo(burst + perSecond);
    }
}
