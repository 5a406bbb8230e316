package io.sluice.gateway.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.redis.Outcomes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rebalancer of a node with a thousand clients, beside which another has none. */
class RebalancerTest {

    private static final int RATE = 50;
    private static final int SLICE = RATE / 10;

    private final Vertx vertx = Vertx.vertx();
    private final RebalanceFigures figures = new RebalanceFigures();
    private final AtomicInteger connections = new AtomicInteger(1000);
    private final AtomicInteger sequence = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final List<Integer> slices = new CopyOnWriteArrayList<>();
    private final AtomicReference<Supplier<Future<List<NodeRecord>>>> registry =
            new AtomicReference<>(() -> Future.succeededFuture(listed()));
    private final Rebalancer rebalancer = new Rebalancer(
            vertx,
            new RebalanceSettings(true, RATE, 1.10, 1.03, 100, Duration.ZERO, Duration.ZERO, false),
            new Rebalancer.Node("self", connections::get, draining::get, this::move),
            () -> registry.get().get(),
            figures,
            () -> 0); // Time by which moves would turn out to be in vain does not pass.

    @BeforeEach
    void start() {
        assertThat(figures.state()).isEqualTo(RebalanceState.OFF);
        Outcomes.of(rebalancer.start());
    }

    @AfterEach
    void stop() {
        Outcomes.of(rebalancer.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void whatIsToBeMovedInASecondGoesInSlices() {
        await().until(() -> slices.size() >= 12);
        assertThat(slices).allMatch(slice -> slice == SLICE);
        assertThat(figures.moved()).isGreaterThanOrEqualTo(11 * SLICE);
        assertThat(figures.state()).isEqualTo(RebalanceState.MOVING);
        assertThat(figures.ratio()).isEqualTo(2);
    }

    @Test
    void whileTheRegistryFailsNobodyIsMoved() {
        await().until(() -> !slices.isEmpty());
        registry.set(() -> Future.failedFuture("down"));
        await().until(() -> figures.state() == RebalanceState.UNKNOWN);
        int before = slices.size();
        registry.set(() -> {
            assertThat(slices).hasSize(before);
            return Future.succeededFuture(listed());
        });
        await().until(() -> slices.size() > before);
    }

    @Test
    void whileTheRegistryDoesNotAnswerNobodyIsMovedAndItIsNotAskedAgain() {
        await().until(() -> !slices.isEmpty());
        AtomicInteger asked = new AtomicInteger();
        Promise<List<NodeRecord>> late = Promise.promise();
        registry.set(() -> {
            asked.incrementAndGet();
            return late.future();
        });
        await().until(() -> figures.state() == RebalanceState.UNKNOWN);
        int before = slices.size();
        assertThat(asked).hasValue(1);
        late.complete(listed());
        await().until(() -> slices.size() > before);
    }

    @Test
    void fromTheMomentThatTheNodeDrainsItMovesNobody() {
        await().until(() -> !slices.isEmpty());
        draining.set(true);
        await().until(() -> figures.state() == RebalanceState.DRAINING);
        int before = slices.size();
        AtomicInteger reads = new AtomicInteger();
        registry.set(() -> {
            reads.incrementAndGet();
            return Future.succeededFuture(listed());
        });
        await().until(() -> reads.get() == 2);
        assertThat(slices).hasSize(before);
    }

    @Test
    void aMoveThatFailsIsNotCountedAndTheNextOnesGoOn() {
        failing.set(true);
        int before = slices.size();
        await().until(() -> slices.size() >= before + 12);
        assertThat(figures.moved()).isLessThanOrEqualTo((long) (before + 1) * SLICE);
        failing.set(false);
        await().until(() -> figures.moved() > (long) (before + 1) * SLICE);
    }

    private Future<Integer> move(int count) {
        slices.add(count);
        return failing.get() ? Future.failedFuture("no") : Future.succeededFuture(count);
    }

    private List<NodeRecord> listed() {
        return List.of(Records.of("other", sequence.incrementAndGet(), 0));
    }
}
