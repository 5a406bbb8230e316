package io.sluice.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrainPaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_SLICE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_SLICE = TimeUnit.MILLISECONDS.toNanos(100);

    private final SplittableRandom random = new SplittableRandom(7);

    /** When each client was told, in nanoseconds from the start. */
    private List<Long> times(int clients, Duration period, long pauseAt, long pause) {
        DrainPace pace = new DrainPace(clients, period, 0, random);
        List<Long> times = new ArrayList<>();
        boolean paused = false;
        long now = 0;
        while (now < period.toNanos() && times.size() < clients) {
            for (int i = pace.due(now); i > 0; i--) {
                times.add(now);
            }
            now += random.nextLong(MIN_SLICE, MAX_SLICE);
            if (!paused && pause > 0 && now >= pauseAt) {
                paused = true;
                now += pause;
            }
        }
        return times;
    }

    private static int mostInASecond(List<Long> times) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 30s",
        "2, 30s",
        "10, 30s",
        "29, 30s",
        "100, 30s",
        "200, 5s",
        "3000, 30s",
        "20000, 30s",
        "100000, 60s",
        "7, 1s",
        "5000, 300s"
    })
    void allAreToldWithinThePeriodAndNoSecondHasAFifthMoreThanThePace(int clients, String period) {
        Duration time = Duration.parse("PT" + period);
        List<Long> times = times(clients, time, 0, 0);

        assertThat(times).hasSizeGreaterThanOrEqualTo(clients);
        double perSecond = clients / (double) time.toSeconds();
        // One more, because clients cannot be told in parts.
        assertThat(mostInASecond(times)).isLessThanOrEqualTo((int) Math.ceil(perSecond * 1.2) + 1);
    }

    @Test
    void tenInHalfAMinuteAreOneEachThreeSeconds() {
        List<Long> times = times(10, Duration.ofSeconds(30), 0, 0);

        assertThat(times.get(0)).isZero();
        for (int i = 1; i < times.size(); i++) {
            assertThat((times.get(i) - times.get(i - 1)) / (double) SECOND).isBetween(2.0, 3.7);
        }
    }

    @Test
    void theyAreNotToldInStep() {
        List<Long> one = times(10, Duration.ofSeconds(30), 0, 0);
        List<Long> other = times(10, Duration.ofSeconds(30), 0, 0);

        assertThat(one.subList(1, 10)).doesNotContainAnyElementsOf(other.subList(1, 10));
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 1_000, 5_000})
    void aPauseOfTheProcessIsMadeUpForWithoutABurst(long millis) {
        int clients = 3000;
        List<Long> times = times(clients, Duration.ofSeconds(30), 10 * SECOND, TimeUnit.MILLISECONDS.toNanos(millis));

        assertThat(mostInASecond(times)).isLessThanOrEqualTo(121);
        if (millis <= 500) {
            assertThat(times).hasSizeGreaterThanOrEqualTo(clients);
        }
    }

    @Test
    void whoComesLaterIsToldAtTheSamePace() {
        DrainPace pace = new DrainPace(0, Duration.ofSeconds(10), 0, random);
        List<Long> told = new ArrayList<>();
        for (long now = 0; now < 10 * SECOND; now += MIN_SLICE) {
            for (int i = pace.due(now); i > 0; i--) {
                told.add(now);
            }
        }

        assertThat(mostInASecond(told)).isLessThanOrEqualTo(2);
    }
}
