package io.sluice.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorstLatelyTest {

    private static final int PERIOD = 10;

    private final WorstLately worst = new WorstLately(PERIOD);

    @Test
    void aPeakIsToldForAWholePeriodAndForgottenAfterTwo() {
        assertThat(worst.after(7)).isEqualTo(7);
        for (int i = 1; i < PERIOD; i++) {
            assertThat(worst.after(1)).isEqualTo(7);
        }
        List<Long> later = new ArrayList<>();
        for (int i = 0; i < PERIOD + 1; i++) {
            later.add(worst.after(1));
        }
        assertThat(later).endsWith(1L);
    }

    @Test
    void whoLooksOnceInAPeriodMissesNoPeak() {
        Random random = new Random(1);
        List<Long> since = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            long figure = random.nextInt(1000);
            since.add(figure);
            long told = worst.after(figure);
            if (i % PERIOD == 3) {
                assertThat(told).isGreaterThanOrEqualTo(Collections.max(since));
                since.clear();
            }
        }
    }
}
