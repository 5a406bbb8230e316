package io.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

    private static final long TICK = 100_000_000;

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong cpu = new AtomicLong();
    private final LoopHistogram delays = new LoopHistogram(Buckets.LATENCY);
    private final LoopWatch watch = new LoopWatch(Duration.ofNanos(TICK), now::get, cpu::get, delays);

    @BeforeEach
    void begin() {
        watch.begin();
    }

    @Test
    void aTickThatComesLateTellsByHowMuch() {
        now.addAndGet(TICK + 40_000_000);

        assertThat(watch.tick()).isEqualTo(40_000_000);
        assertThat(watch.lagSeconds()).isEqualTo(0.04);
        assertThat(delays.sum()).isEqualTo(40_000_000);
    }

    @Test
    void aTickInTimeHasNoDelay() {
        now.addAndGet(TICK - 1);

        assertThat(watch.tick()).isZero();
        assertThat(watch.lagSeconds()).isZero();
    }

    @Test
    void utilisationIsTheCpuTimeOfTheLastWholeSecond() {
        passSecond(250_000_000);
        assertThat(watch.utilisation()).isEqualTo(0.25);

        passSecond(1_000_000_000);
        assertThat(watch.utilisation()).isEqualTo(1);

        passSecond(0);
        assertThat(watch.utilisation()).isZero();
    }

    @Test
    void utilisationIsZeroWhereCpuTimesAreNotKnown() {
        cpu.set(-1);
        watch.begin();
        passSecond(0);

        assertThat(watch.utilisation()).isZero();
    }

    private void passSecond(long cpuNanos) {
        cpu.addAndGet(cpuNanos);
        for (int i = 0; i < 10; i++) {
            now.addAndGet(TICK);
            watch.tick();
        }
    }
}
