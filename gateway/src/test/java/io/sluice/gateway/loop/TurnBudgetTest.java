package io.sluice.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnBudgetTest {

    private static final Duration SLICE = Duration.ofNanos(TurnBudget.SLICE_NANOS);

    private final HandLoop loop = new HandLoop();
    private final TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTurnsTimeIsUsedUpWhenMoreThanItsSliceIsOver() {
        turn.begin();
        assertThat(turn.exhausted()).isFalse();
        loop.clock().advance(SLICE);
        assertThat(turn.exhausted()).isFalse();
        loop.clock().advance(Duration.ofNanos(1));
        assertThat(turn.exhausted()).isTrue();
    }

    @Test
    void allWhoBeginInOneTurnShareItsTime() {
        turn.begin();
        loop.clock().advance(SLICE.plusNanos(1));
        turn.begin();
        assertThat(turn.exhausted()).isTrue();
    }

    @Test
    void theTimeIsNewOnceTheLoopHasServedItsSockets() {
        turn.begin();
        loop.clock().advance(SLICE.plusNanos(1));
        loop.runTasks();
        assertThat(turn.exhausted()).isTrue();
        loop.turn();
        turn.begin();
        assertThat(turn.exhausted()).isFalse();
    }

    @Test
    void whatIsPutOffRunsOnceAndNotBeforeTheSocketsAreServed() {
        turn.begin();
        turn.resume(() -> ran.add("a"));
        loop.runTasks();
        assertThat(ran).isEmpty();
        loop.settle();
        loop.settle();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void whatIsPutOffAgainWaitsForTheNextTurn() {
        putOff("a", 2);
        loop.turn();
        assertThat(ran).containsExactly("a");
        loop.turn();
        assertThat(ran).containsExactly("a", "a");
        loop.settle();
        assertThat(ran).containsExactly("a", "a");
    }

    /** Whoever comes first uses the time up, so that nobody behind it would ever get any. */
    @Test
    void thoseWhoArePutOffTakeTurnsInBeingFirst() {
        putOff("a", 3);
        putOff("b", 3);
        loop.turn();
        loop.turn();
        loop.turn();
        assertThat(List.of(ran.get(0), ran.get(2), ran.get(4))).contains("a", "b");
    }

    @Test
    void whatFailsKeepsNothingElseFromItsTurn() {
        turn.begin();
        turn.resume(() -> ran.add("a"));
        turn.resume(() -> {
            throw new IllegalStateException("a fault");
        });
        loop.turn();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void anIdleLoopIsNotWoken() {
        turn.begin();
        loop.settle();
        assertThat(loop.waitingForIo()).isZero();
        assertThat(loop.timers()).isZero();
    }

    private void putOff(String name, int times) {
        turn.begin();
        turn.resume(() -> {
            ran.add(name);
            if (times > 1) {
                putOff(name, times - 1);
            }
        });
    }
}
