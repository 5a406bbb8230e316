package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OpenLoopScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theFirstEventIsDueAtTheStart() {
        OpenLoopSchedule schedule = new OpenLoopSchedule(77, 10);

        assertThat(schedule.dueNanos(0)).isEqualTo(77);
        assertThat(schedule.countDueBy(76)).isZero();
        assertThat(schedule.countDueBy(77)).isEqualTo(1);
    }

    @Test
    void aStallMakesEventsLateAndNeverFewer() {
        OpenLoopSchedule schedule = new OpenLoopSchedule(0, 500);

        assertThat(schedule.countDueBy(3600 * SECOND)).isEqualTo(3600 * 500 + 1);
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenLoopSchedule(0, 0))
                .withMessage("expected a rate above 0 but was 0.0");
    }

    @Property
    void whatIsCountedAsDueIsDueAndNothingElse(
            @ForAll @LongRange(min = -SECOND, max = SECOND) long start,
            @ForAll @LongRange(min = 0, max = 24 * 3600 * SECOND) long later,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double rate) {
        OpenLoopSchedule schedule = new OpenLoopSchedule(start, rate);

        long count = schedule.countDueBy(start + later);

        assertThat(schedule.dueNanos(count - 1)).isLessThanOrEqualTo(start + later);
        assertThat(schedule.dueNanos(count)).isGreaterThan(start + later);
    }
}
