package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoalescedTest {

    private final HandLoop loop = new HandLoop();
    private final AtomicInteger done = new AtomicInteger();
    private final Coalesced action = new Coalesced(loop.vertx(), Duration.ofSeconds(1), done::incrementAndGet);

    @Test
    void theFirstIsDoneAtOnceAndAllThatFollowInTheSameSecondTogetherAtItsEnd() {
        action.ask();
        assertThat(done).hasValue(1);
        action.ask();
        action.ask();
        pass(900);
        assertThat(done).hasValue(1);
        pass(200);
        assertThat(done).hasValue(2);
        action.ask();
        assertThat(done).hasValue(2);
        pass(1000);
        assertThat(done).hasValue(3);
    }

    @Test
    void afterAPauseInWhichNobodyAskedTheNextIsDoneAtOnce() {
        action.ask();
        pass(1100);
        assertThat(done).hasValue(1);
        action.ask();
        assertThat(done).hasValue(2);
    }

    private void pass(long millis) {
        loop.elapse(millis);
        loop.settle();
    }
}
