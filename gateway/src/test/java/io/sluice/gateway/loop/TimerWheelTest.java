package io.sluice.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimerWheelTest {

    private static final int TIMERS = 6;

    private final TimerWheel wheel = new TimerWheel();
    private final List<String> ran = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "99, 1",
        "100, 1",
        "101, 2",
        "200, 2",
        "25000, 250",
        "51100, 511",
        "51200, 512",
        "51300, 513",
        "102400, 1024",
        "102401, 1025",
        "3600000, 36000"
    })
    void aDelayIsRoundedUpToWholeTicks(long millis, int ticks) {
        TimerWheel.Timer timer = timer("a");
        wheel.start(timer, Duration.ofMillis(millis));
        tick(ticks - 1);
        assertThat(ran).isEmpty();
        assertThat(timer.isRunning()).isTrue();
        tick(1);
        assertThat(ran).containsExactly("a");
        assertThat(timer.isRunning()).isFalse();
        tick(2000);
        assertThat(ran).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1", "511", "512", "513"})
    void aDelayMeansTheSameWhereverTheWheelStands(int turned) {
        tick(turned);
        wheel.start(timer("a"), Duration.ofMillis(51_200));
        tick(511);
        assertThat(ran).isEmpty();
        tick(1);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aStoppedTimerDoesNotRun() {
        TimerWheel.Timer timer = timer("a");
        wheel.start(timer, Duration.ofMillis(300));
        timer.stop();
        timer.stop();
        assertThat(timer.isRunning()).isFalse();
        tick(1000);
        assertThat(ran).isEmpty();
    }

    @Test
    void startingATimerThatRunsMovesIt() {
        TimerWheel.Timer timer = timer("a");
        wheel.start(timer, Duration.ofMillis(300));
        wheel.start(timer, Duration.ofMillis(500));
        tick(4);
        assertThat(ran).isEmpty();
        tick(1);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void timersOfOneTickRunInTheOrderOfTheirStart() {
        for (String name : List.of("a", "b", "c")) {
            wheel.start(timer(name), Duration.ofMillis(300));
        }
        tick(3);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void aTaskMayStopAnotherOfTheSameTick() {
        TimerWheel.Timer victim = timer("victim");
        wheel.start(new TimerWheel.Timer(victim::stop), Duration.ofMillis(300));
        wheel.start(victim, Duration.ofMillis(300));
        wheel.start(timer("bystander"), Duration.ofMillis(300));
        tick(1000);
        assertThat(ran).containsExactly("bystander");
    }

    @Test
    void aTaskMayPutOffAnotherOfTheSameTickEvenByAWholeRound() {
        TimerWheel.Timer delayed = timer("delayed");
        wheel.start(
                new TimerWheel.Timer(() -> wheel.start(delayed, Duration.ofMillis(51_200))), Duration.ofMillis(300));
        wheel.start(delayed, Duration.ofMillis(300));
        wheel.start(timer("bystander"), Duration.ofMillis(300));
        tick(3 + 511);
        assertThat(ran).containsExactly("bystander");
        tick(1);
        assertThat(ran).containsExactly("bystander", "delayed");
    }

    @Test
    void aTaskMayStartItselfAgain() {
        TimerWheel.Timer[] self = new TimerWheel.Timer[1];
        self[0] = new TimerWheel.Timer(() -> {
            ran.add("a");
            wheel.start(self[0], TimerWheel.TICK);
        });
        wheel.start(self[0], TimerWheel.TICK);
        tick(1000);
        assertThat(ran).hasSize(1000);
        self[0].stop();
        tick(10);
        assertThat(ran).hasSize(1000);
    }

    /** What a test does, or a task when it runs: stop a timer, or start it with a delay above 0. */
    private record Order(int timer, int delayTicks) {}

    /** Carries {@code now} out and tells what timer {@code timer}'s task shall do when it runs; then time passes. */
    private record Step(Order now, int timer, Order later, int ticks) {}

    @Property(tries = 300)
    void timersRunAtTheirTickWhateverIsStartedAndStoppedMeanwhile(@ForAll("steps") List<Step> steps) {
        new Model().run(steps);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> timers = Arbitraries.integers().between(0, TIMERS - 1);
        Arbitrary<Integer> delays = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(510, 514),
                Arbitraries.integers().between(1, 2000));
        Arbitrary<Order> orders = Combinators.combine(timers, delays).as(Order::new);
        Arbitrary<Integer> pauses = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 4), Arbitraries.integers().between(500, 520));
        return Combinators.combine(orders, timers, orders, pauses)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    /** Keeps for each timer the tick at which it is due, and nothing else. */
    private static final class Model {

        private final TimerWheel wheel = new TimerWheel();
        private final List<TimerWheel.Timer> timers = new ArrayList<>();
        private final Map<Integer, Long> due = new HashMap<>();
        private final Map<Integer, Order> whenRun = new HashMap<>();
        private long now;

        Model() {
            for (int i = 0; i < TIMERS; i++) {
                int number = i;
                timers.add(new TimerWheel.Timer(() -> ran(number)));
            }
        }

        void run(List<Step> steps) {
            for (Step step : steps) {
                whenRun.put(step.timer(), step.later());
                carryOut(step.now());
                pass(step.ticks());
            }
            whenRun.clear();
            pass(2001);
            assertThat(due).isEmpty();
        }

        private void pass(int ticks) {
            for (int i = 0; i < ticks; i++) {
                now++;
                wheel.tick();
                assertThat(due.values()).as("due, and has not run").allMatch(tick -> tick > now);
            }
            for (int i = 0; i < TIMERS; i++) {
                assertThat(timers.get(i).isRunning()).isEqualTo(due.containsKey(i));
            }
        }

        private void ran(int timer) {
            assertThat(due.remove(timer)).as("tick at which the timer is due").isEqualTo(now);
            Order order = whenRun.remove(timer);
            if (order != null) {
                carryOut(order);
            }
        }

        private void carryOut(Order order) {
            TimerWheel.Timer timer = timers.get(order.timer());
            if (order.delayTicks() == 0) {
                due.remove(order.timer());
                timer.stop();
            } else {
                due.put(order.timer(), now + order.delayTicks());
                wheel.start(timer, TimerWheel.TICK.multipliedBy(order.delayTicks()));
            }
        }
    }

    private TimerWheel.Timer timer(String name) {
        return new TimerWheel.Timer(() -> ran.add(name));
    }

    private void tick(int count) {
        for (int i = 0; i < count; i++) {
            wheel.tick();
        }
    }
}
