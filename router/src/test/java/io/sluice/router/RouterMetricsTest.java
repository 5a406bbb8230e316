package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
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
    private final BackendPool pool = new BackendPool(new LeastConnections(), new ManualClock(), 0);

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
        Placement placement = pool.place(ConnectionKind.WEBSOCKET, Set.of()).orElseThrow();
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
