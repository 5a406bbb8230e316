package io.sluice.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.gateway.fakes.HandLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** Clients who leave as soon as they are told, or never. */
    private static final class FakeLoop implements DrainedLoop {

        private final boolean polite;
        private int connections;
        private int leaving;
        private int told;

        FakeLoop(int connections, boolean polite) {
            this.connections = connections;
            this.polite = polite;
        }

        @Override
        public int connections() {
            return connections;
        }

        @Override
        public int staying() {
            return connections - leaving;
        }

        @Override
        public void disconnectSome(int count) {
            int some = Math.min(count, staying());
            told += some;
            if (polite) {
                connections -= some;
            } else {
                leaving += some;
            }
        }
    }

    private final HandLoop loop = new HandLoop();
    private final List<FakeLoop> loops = new ArrayList<>();
    private final List<String> announced = new ArrayList<>();
    private final Drain drain = new Drain(
            new DrainSettings(DELAY, PERIOD),
            loop.loopTasks(),
            () -> loops,
            this::announced,
            () -> loop.clock().now() / 1_000_000,
            loop.clock(),
            new SplittableRandom(3));

    private void announced() {
        announced.add(drain.draining() ? "draining" : "serving");
    }

    private FakeLoop with(int connections) {
        FakeLoop added = new FakeLoop(connections, true);
        loops.add(added);
        return added;
    }

    @Test
    void theRegistryIsToldAtOnceAndNobodyElseBeforeTheDelayIsOver() {
        FakeLoop clients = with(100);
        Future<Void> stopped = drain.stop();

        assertThat(drain.draining()).isTrue();
        assertThat(announced).containsExactly("draining");
        loop.elapse(DELAY.minusMillis(100));
        assertThat(clients.told).isZero();

        loop.elapse(Duration.ofSeconds(3));
        assertThat(clients.told).isBetween(5, 12);
        assertThat(stopped.isComplete()).isFalse();
    }

    @Test
    void theStopIsOverWhenNobodyIsLeft() {
        with(60);
        with(30);
        Future<Void> stopped = drain.stop();
        loop.elapse(DELAY.plus(PERIOD));

        assertThat(loops).allMatch(clients -> clients.connections == 0);
        assertThat(stopped.succeeded()).isTrue();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void theStopDoesNotWaitForAPeriodThatNobodyNeeds() {
        FakeLoop clients = with(1000);
        Future<Void> stopped = drain.stop();
        loop.elapse(DELAY.plusSeconds(1));
        clients.connections = 0;
        loop.elapse(Duration.ofMillis(200));

        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void withoutClientsOnlyTheDelayIsWaitedFor() {
        Future<Void> stopped = drain.stop();
        loop.elapse(DELAY.minusMillis(200));
        assertThat(stopped.isComplete()).isFalse();

        loop.elapse(Duration.ofMillis(400));
        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForLongerThanTheGoodbye() {
        loops.add(new FakeLoop(10, false));
        Future<Void> stopped = drain.stop();
        loop.elapse(DELAY.plus(PERIOD).plus(DrainPlan.GOODBYE).minusSeconds(1));
        assertThat(loops.get(0).told).isEqualTo(10);
        assertThat(stopped.isComplete()).isFalse();

        loop.elapse(Duration.ofSeconds(2));
        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void whoIsLeftAtTheDeadlineIsToldAtOnce() {
        FakeLoop clients = with(10);
        drain.begin(Duration.ofSeconds(10));
        loop.elapse(DELAY.plusSeconds(1));
        clients.connections += 500;
        loop.elapse(Duration.ofSeconds(8));
        assertThat(clients.connections).isGreaterThan(450);
        assertThat(drain.overdue()).isZero();

        loop.elapse(Duration.ofSeconds(2));
        assertThat(clients.connections).isZero();
        assertThat(drain.overdue())
                .as("all but those who were told at their pace")
                .isBetween(400L, 500L);
    }

    @Test
    void aSecondSignalClosesAllAtOnce() {
        FakeLoop clients = with(1000);
        Future<Void> stopped = drain.stop();
        loop.elapse(DELAY.plusSeconds(1));
        drain.hurry();
        drain.hurry();
        loop.elapse(Duration.ofMillis(1));

        assertThat(clients.connections).isZero();
        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void aSecondSignalCutsTheDelayShort() {
        with(5);
        Future<Void> stopped = drain.stop();
        drain.hurry();
        loop.elapse(Duration.ofMillis(1));

        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void nobodyIsHurriedWhoDoesNotStop() {
        FakeLoop clients = with(1000);
        drain.hurry();
        drain.begin();
        drain.hurry();
        loop.elapse(DELAY);

        assertThat(clients.connections).isGreaterThan(990);
    }

    @Test
    void aDrainThatIsTakenBackClosesNobodyAnyMore() {
        FakeLoop clients = with(300);
        drain.begin();
        loop.elapse(DELAY.plusSeconds(5));
        int left = clients.connections;

        assertThat(drain.undo()).isTrue();
        assertThat(drain.draining()).isFalse();
        assertThat(announced).containsExactly("draining", "serving");
        loop.elapse(PERIOD);
        assertThat(clients.connections).isEqualTo(left).isBetween(200, 299);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void aDrainDuringADrainChangesNothing() {
        with(300);
        drain.begin(Duration.ofSeconds(60));
        loop.elapse(DELAY.plusSeconds(10));
        DrainStatus before = drain.status();

        drain.begin(Duration.ZERO);
        drain.begin();
        loop.elapse(Duration.ofMillis(1));

        assertThat(drain.status()).isEqualTo(before);
        assertThat(announced).containsExactly("draining");
    }

    @Test
    void statusSaysWhereTheNodeIs() {
        with(10);
        assertThat(drain.status()).isEqualTo(new DrainStatus(DrainStatus.State.SERVING, 10, 0));
        loop.elapse(Duration.ofSeconds(1));
        drain.begin(Duration.ZERO);
        assertThat(drain.status()).isEqualTo(new DrainStatus(DrainStatus.State.DRAINING, 10, 1000));
        loop.elapse(DELAY.plusSeconds(1));
        assertThat(drain.status()).isEqualTo(new DrainStatus(DrainStatus.State.DRAINED, 0, 1000));
        assertThat(drain.status().json().encode())
                .isEqualTo("{\"state\":\"drained\",\"remaining\":0,\"since\":\"1970-01-01T00:00:01Z\"}");
    }

    @Test
    void whoSlipsIntoADrainedNodeIsToldToo() {
        FakeLoop clients = with(1);
        drain.begin(Duration.ofSeconds(1));
        loop.elapse(Duration.ofMinutes(1));
        clients.connections = 3;
        loop.elapse(Duration.ofSeconds(1));

        assertThat(clients.connections).isZero();
    }

    @Test
    void aStopCannotBeTakenBack() {
        with(10);
        drain.stop();

        assertThat(drain.undo()).isFalse();
        assertThat(drain.draining()).isTrue();
    }

    @Test
    void aStopShortensADrainThatWouldTakeLonger() {
        with(3000);
        drain.begin(Duration.ofHours(1));
        loop.elapse(Duration.ofMinutes(1));
        Future<Void> stopped = drain.stop();
        loop.elapse(PERIOD.plusSeconds(1));

        assertThat(stopped.succeeded()).isTrue();
    }

    @Test
    void aStopLeavesADrainThatIsOverSooner() {
        with(100);
        drain.begin(Duration.ofSeconds(5));
        loop.elapse(Duration.ofSeconds(1));
        Future<Void> stopped = drain.stop();
        loop.elapse(Duration.ofSeconds(7));

        assertThat(stopped.succeeded()).isTrue();
        assertThat(announced).containsExactly("draining");
    }

    @Test
    void impossibleTimesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrainSettings(Duration.ofSeconds(-1), PERIOD))
                .withMessageContaining("delay must be 0 to 5m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrainSettings(DELAY, Duration.ofDays(2)))
                .withMessageContaining("period must be 0 to 24h");
    }
}
