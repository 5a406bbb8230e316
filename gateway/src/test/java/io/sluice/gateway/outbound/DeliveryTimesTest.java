package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeliveryTimesTest {

    private static final long PROMPT = 0;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final HandLoop loop = new HandLoop();
    private final LoopCounters counters = new LoopCounters();
    private final TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
    private final OutboundLoop outbounds =
            new OutboundLoop(loop.loopTasks(), turn, new Delays(loop.loopTasks(), turn, loop.clock()), counters, 1000);
    private final DeliveryTimes times = outbounds.deliveryTimes(this::unixMicros);

    private long unixMicros() {
        return TimeUnit.NANOSECONDS.toMicros(loop.clock().now());
    }

    private long count() {
        long count = 0;
        for (int i = 0; i < 15; i++) {
            count += counters.delivery.count(i);
        }
        return count;
    }

    @Test
    void eachClientCountsWhenTheFlushBehindTheFanOutIsOver() {
        long entered = unixMicros() - 3000;
        times.handed(entered, 40, PROMPT);
        times.sliceOver();
        assertThat(count()).isZero();

        loop.settle();

        assertThat(count()).isEqualTo(40);
        assertThat(counters.delivery.sum()).isEqualTo(40 * 3 * MILLI);
    }

    @Test
    void theTimeThatTheClientsBeforeItTakeCounts() {
        times.handed(unixMicros(), 1, PROMPT);
        outbounds.flushes().add(() -> loop.clock().advance(Duration.ofMillis(5)));
        times.sliceOver();
        loop.settle();

        assertThat(counters.delivery.sum()).isEqualTo(5 * MILLI);
    }

    @Test
    void aWriteDelayCounts() {
        times.handed(unixMicros(), 2, 10 * MILLI);
        times.sliceOver();
        loop.elapse(4);
        times.handed(unixMicros(), 3, 10 * MILLI);
        times.sliceOver();
        loop.elapse(5);
        assertThat(count()).isZero();

        loop.elapse(1);

        assertThat(count()).isEqualTo(5);
        assertThat(counters.delivery.sum()).isEqualTo(2 * 10 * MILLI + 3 * 6 * MILLI);
    }

    @Test
    void aClockThatIsBehindThePublishersMeasuresNothing() {
        times.handed(unixMicros() + 1_000_000, 7, PROMPT);
        times.sliceOver();
        loop.settle();

        assertThat(count()).isEqualTo(7);
        assertThat(counters.delivery.sum()).isZero();
    }

    @Test
    void whatNobodyGotIsNotMeasured() {
        times.handed(unixMicros(), 0, PROMPT);
        times.sliceOver();
        loop.settle();

        assertThat(count()).isZero();
    }

    @Test
    void noMoreThanTheLimitWaitsTogether() {
        for (int i = 0; i <= DeliveryTimes.MAX_BATCH; i++) {
            times.handed(unixMicros(), 1, MILLI * 1000);
        }
        assertThat(count()).isEqualTo(DeliveryTimes.MAX_BATCH);

        loop.elapse(1000);

        assertThat(count()).isEqualTo(DeliveryTimes.MAX_BATCH + 1);
    }

    @Test
    void theLastLoopKnowsTheClientsOfAll() {
        Passage passage = new Passage(1, 3);

        assertThat(passage.walked(2)).isEqualTo(Passage.OTHERS_FOLLOW);
        assertThat(passage.walked(0)).isEqualTo(Passage.OTHERS_FOLLOW);
        assertThat(passage.walked(5)).isEqualTo(7);
    }
}
