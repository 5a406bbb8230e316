package io.sluice.gateway.hook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final HandClock clock = new HandClock();
    private final CircuitBreaker breaker = new CircuitBreaker(3, PAUSE, clock);

    private void open() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.failed()).isTrue();
    }

    @Test
    void failuresInARowOpenIt() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.admits()).isTrue();

        assertThat(breaker.failed()).isTrue();

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void oneSuccessInBetweenKeepsItClosed() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void afterThePauseOneProbeIsAdmitted() {
        open();
        clock.advance(PAUSE.minusNanos(1));
        assertThat(breaker.admits()).isFalse();

        clock.advance(Duration.ofNanos(1));

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void probeThatSucceedsClosesIt() {
        open();
        clock.advance(PAUSE);
        breaker.admits();

        breaker.succeeded();

        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void probeThatFailsBeginsThePauseAnew() {
        open();
        clock.advance(PAUSE);
        breaker.admits();

        breaker.failed();

        clock.advance(PAUSE.minusNanos(1));
        assertThat(breaker.admits()).isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void callsFromBeforeThatFailLateDoNotProlongThePause() {
        open();
        clock.advance(PAUSE.minusNanos(1));
        breaker.failed();

        clock.advance(Duration.ofNanos(1));

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void breakerWithoutALimitNeverOpens() {
        CircuitBreaker never = new CircuitBreaker(0, PAUSE, clock);
        for (int i = 0; i < 1000; i++) {
            never.failed();
        }

        assertThat(never.admits()).isTrue();
    }
}
