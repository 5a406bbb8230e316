package io.sluice.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassiveHealthTest {

    private final ManualClock clock = new ManualClock();
    private final PassiveHealth health = new PassiveHealth(clock);

    @Test
    void aBackendBeginsHealthy() {
        assertThat(health.ejected()).isFalse();
    }

    @Test
    void aFailureEjectsForOneSecond() {
        assertThat(health.failed()).isTrue();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.ejected()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(health.ejected()).isFalse();
    }

    @Test
    void ejectionsDoubleUpToTenSeconds() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            health.failed();
            seconds.add(secondsUntilTakenBack());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void failuresDuringAnEjectionDoNotProlongIt() {
        health.failed();
        clock.advance(Duration.ofMillis(500));
        assertThat(health.failed()).isFalse();
        clock.advance(Duration.ofMillis(500));
        assertThat(health.ejected()).isFalse();
    }

    @Test
    void aSuccessTakesBackAtOnceAndForgetsTheLength() {
        health.failed();
        secondsUntilTakenBack();
        health.failed();
        health.succeeded();
        assertThat(health.ejected()).isFalse();
        health.failed();
        assertThat(secondsUntilTakenBack()).isEqualTo(1);
    }

    private long secondsUntilTakenBack() {
        long seconds = 0;
        while (health.ejected()) {
            clock.advance(Duration.ofSeconds(1));
            seconds++;
        }
        return seconds;
    }
}
