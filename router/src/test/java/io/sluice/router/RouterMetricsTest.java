package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.balance.BalancingRules;
import io.sluice.router.balance.LeastConnections;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.Placement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouterMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RouterMetrics metrics = new RouterMetrics(registry);
    private final BackendPool pool = new BackendPool(BalancingRules.of(new LeastConnections()), new ManualClock(), 0);

    @Test
    void aBackendThatIsGoneTakesItsMetersWithIt() {
        track("a", "b");
        track("b");
        assertThat(backendsWithMeters()).containsExactly("b");
    }

    @Test
    void aThousandRollingRestartsLeaveNoMetersBehind() {
        track("pod-0");
        int before = registry.getMeters().size();
        for (int i = 1; i <= 1000; i++) {
            track("pod-" + i);
        }
        assertThat(registry.getMeters()).hasSize(before);
    }

    @Test
    void aBackendThatMovedIsCountedAnew() {
        track("a");
        Placement placement = (Placement) pool.place(ConnectionKind.WEBSOCKET, Set.of(), null);
        assertThat(open("a")).isEqualTo(1);
        pool.update(
                new DiscoveredBackends(List.of(new Backend("a", new BackendAddress("new", 1), false, null)), false));
        metrics.track(pool.snapshot());
        assertThat(open("a")).isZero();
        placement.leave();
        assertThat(open("a")).isZero();
    }

    @Test
    void staleBackendsAreAllThatAreKnownFromMemory() {
        metrics.bind(pool);
        pool.update(new DiscoveredBackends(List.of(backend("a"), backend("b")), true));
        assertThat(registry.get("sluice.router.backends")
                        .tag("state", "stale")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("sluice.router.backends")
                        .tag("state", "known")
                        .gauge()
                        .value())
                .isEqualTo(2);
    }

    @Test
    void decisionsAreCountedByHowTheyCameOut() {
        metrics.bind(pool);
        track("a");
        pool.place(ConnectionKind.WEBSOCKET, Set.of(), null);
        pool.place(ConnectionKind.WEBSOCKET, Set.of("a"), null);
        pool.place(ConnectionKind.RESERVATION, Set.of(), null);
        assertThat(counted("decisions", "among", "good")).isEqualTo(1);
        assertThat(counted("refusals", "reason", "all_tried")).isEqualTo(1);
        assertThat(counted("refusals", "reason", "no_public_address")).isEqualTo(1);
        assertThat(counted("refusals", "reason", "storm")).isZero();
    }

    @Test
    void theImbalanceIsTheMostByTheMeanOfThoseThatDoNotDrain() {
        metrics.bind(pool);
        assertThat(imbalance()).isEqualTo(1);
        pool.update(new DiscoveredBackends(
                List.of(
                        backend("a").withReport(new LoadReport(1, 150)),
                        backend("b").withReport(new LoadReport(1, 50)),
                        backend("c").withReport(new LoadReport(1, 900)).withDraining(true),
                        backend("d")),
                false));
        assertThat(imbalance()).isEqualTo(1.5);
    }

    private double imbalance() {
        return registry.get("sluice.router.imbalance").gauge().value();
    }

    private double counted(String name, String label, String value) {
        return registry.get("sluice.router." + name)
                .tag(label, value)
                .functionCounter()
                .count();
    }

    private double open(String id) {
        return registry.get("sluice.router.connections")
                .tag("backend", id)
                .tag("kind", "websocket")
                .gauge()
                .value();
    }

    private void track(String... ids) {
        pool.update(new DiscoveredBackends(
                Stream.of(ids).map(RouterMetricsTest::backend).toList(), false));
        metrics.track(pool.snapshot());
    }

    private Set<String> backendsWithMeters() {
        return Set.copyOf(registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("backend"))
                .filter(Objects::nonNull)
                .toList());
    }

    private static Backend backend(String id) {
        return new Backend(id, new BackendAddress(id, 8000), false, null);
    }
}
