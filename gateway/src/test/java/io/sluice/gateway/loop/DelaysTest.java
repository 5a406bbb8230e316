package io.sluice.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private static final long TEN_MILLIS = Duration.ofMillis(10).toNanos();
    private static final int MANY = 15_000;

    private final HandLoop loop = new HandLoop();
    private final Delays delays =
            new Delays(loop.loopTasks(), new TurnBudget(loop.loopTasks(), loop.clock()), loop.clock());
    private final List<String> called = new ArrayList<>();

    @Test
    void aClientIsCalledOnceWhenItsDelayIsOver() {
        add("a", TEN_MILLIS);
        loop.elapse(Duration.ofNanos(TEN_MILLIS - 1));
        assertThat(called).isEmpty();
        loop.elapse(Duration.ofNanos(1));
        assertThat(called).containsExactly("a");
        loop.elapse(100);
        assertThat(called).containsExactly("a");
    }

    @Test
    void clientsOfOneDelayAreCalledInTheOrderInWhichTheyCame() {
        for (int i = 0; i < 5; i++) {
            add("" + i, TEN_MILLIS);
            loop.elapse(1);
        }
        loop.elapse(20);
        assertThat(called).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aShorterDelayIsOverBeforeALongerOneThatBeganBefore() {
        add("long", TEN_MILLIS);
        loop.elapse(2);
        add("short", TEN_MILLIS / 2);
        loop.elapse(5);
        assertThat(called).containsExactly("short");
        loop.elapse(3);
        assertThat(called).containsExactly("short", "long");
    }

    @Test
    void thoseThatComeDueWithinAMillisecondShareOneWaking() {
        add("first", TEN_MILLIS);
        loop.elapse(Duration.ofNanos(Delays.ROUND_NANOS));
        add("same round", TEN_MILLIS);
        loop.elapse(Duration.ofNanos(1));
        add("next round", TEN_MILLIS);
        loop.elapse(Duration.ofNanos(TEN_MILLIS - Delays.ROUND_NANOS - 1));
        assertThat(called).containsExactly("first", "same round");
        loop.elapse(2);
        assertThat(called).containsExactly("first", "same round", "next round");
    }

    @Test
    void noClientWaitsLongerThanItsDelayOrMuchLess() {
        Random random = new Random(1);
        long[] lengths = {2, 1000, 900_000, TEN_MILLIS, 1_000_000_000};
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            long delay = lengths[random.nextInt(lengths.length)];
            long begun = loop.clock().now();
            delays.add(
                    () -> {
                        long waited = loop.clock().now() - begun;
                        if (waited > delay || waited < delay - Math.min(Delays.ROUND_NANOS, delay / 2)) {
                            wrong.add(delay + " became " + waited);
                        }
                        called.add("");
                    },
                    delay);
            loop.elapse(Duration.ofNanos(random.nextInt(700_000)));
        }
        loop.elapse(2000);
        assertThat(wrong).isEmpty();
        assertThat(called).hasSize(2000);
    }

    @Test
    void aLoopThatComesLateCallsEverybodyItMissed() {
        for (int i = 0; i < 10; i++) {
            add("" + i, TEN_MILLIS);
            loop.clock().advance(Duration.ofMillis(2));
        }
        loop.clock().advance(Duration.ofSeconds(1));
        loop.settle();
        assertThat(called).hasSize(10);
    }

    @Test
    void whoAddsItselfAgainIsCalledADelayLater() {
        delays.add(new Again(3), TEN_MILLIS);
        for (int i = 1; i <= 3; i++) {
            loop.elapse(9);
            assertThat(called).hasSize(i - 1);
            loop.elapse(1);
            assertThat(called).hasSize(i);
        }
        loop.elapse(100);
        assertThat(called).hasSize(3);
    }

    @Test
    void manyWaitOnOneWakingOnly() {
        for (int i = 0; i < MANY; i++) {
            add("", TEN_MILLIS);
        }
        assertThat(loop.timers()).isEqualTo(1);
        loop.elapse(10);
        assertThat(called).hasSize(MANY);
    }

    @Test
    void aLoopOnWhichNobodyWaitsIsNotWoken() {
        add("a", TEN_MILLIS);
        add("b", 2 * TEN_MILLIS);
        loop.elapse(30);
        assertThat(loop.timers()).isZero();
        add("c", TEN_MILLIS);
        assertThat(loop.timers()).isEqualTo(1);
        loop.elapse(10);
        assertThat(called).containsExactly("a", "b", "c");
    }

    @Test
    void aClientThatThrowsCostsNobodyItsCall() {
        delays.add(
                () -> {
                    throw new IllegalStateException("as the test wants");
                },
                TEN_MILLIS);
        add("behind it", TEN_MILLIS);
        loop.elapse(5);
        add("a later round", TEN_MILLIS);
        loop.elapse(20);
        add("later still", TEN_MILLIS);
        loop.elapse(10);
        assertThat(called).containsExactly("behind it", "a later round", "later still");
    }

    @Test
    void manyThatComeDueTogetherLetTheLoopServeItsSockets() {
        IntStream.range(0, MANY)
                .forEach(i -> delays.add(
                        () -> {
                            called.add("");
                            loop.clock().advance(Duration.ofNanos(1000));
                        },
                        TEN_MILLIS));
        loop.clock().advance(Duration.ofMillis(10));
        int turns = 0;
        while (called.size() < MANY) {
            int before = called.size();
            loop.turn();
            turns++;
            assertThat(called.size() - before).as("calls of one turn").isLessThanOrEqualTo(2000 + 64);
        }
        assertThat(turns).isGreaterThanOrEqualTo(7);
        loop.settle();
        assertThat(called).hasSize(MANY);
        assertThat(loop.timers()).isZero();
    }

    private void add(String name, long delayNanos) {
        delays.add(() -> called.add(name), delayNanos);
    }

    private final class Again implements Delays.Due {

        private int left;

        Again(int times) {
            this.left = times;
        }

        @Override
        public void due() {
            called.add("again");
            if (--left > 0) {
                delays.add(this, TEN_MILLIS);
            }
        }
    }
}
