package io.sluice.router.pool;

import static io.sluice.router.pool.ConnectionKind.HTTP;
import static io.sluice.router.pool.ConnectionKind.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.balance.LeastConnections;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.health.PassiveHealth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendPoolTest {

    private final ManualClock clock = new ManualClock();
    private final BackendPool pool = new BackendPool(new LeastConnections(), clock, 0);

    @Test
    void anEmptyPoolIsNotReadyAndPlacesNothing() {
        assertThat(pool.ready()).isFalse();
        assertThat(place()).isEmpty();
    }

    @Test
    void aDrainingBackendGetsNothing() {
        discovered(reporting("a", 1, 0, true), reporting("b", 1, 50, false));
        assertThat(placedIds(10)).containsOnlyKeys("b");
    }

    @Test
    void aPoolWithOnlyDrainingBackendsIsNotReady() {
        discovered(reporting("a", 1, 0, true));
        assertThat(pool.ready()).isFalse();
        assertThat(place()).isEmpty();
    }

    @Test
    void aBurstBetweenTwoHeartbeatsIsSpreadByTheOwnPlacements() {
        discovered(reporting("a", 1, 100, false), reporting("b", 1, 40, false), reporting("c", 1, 0, false));
        assertThat(placedIds(160)).isEqualTo(Map.of("b", 60L, "c", 100L));
        assertThat(placedIds(300)).isEqualTo(Map.of("a", 100L, "b", 100L, "c", 100L));
    }

    @Test
    void staticBackendsAreBalancedByTheConnectionsThatAreOpen() {
        pool.update(DiscoveredBackends.fixed(
                List.of(new BackendAddress("h", 1), new BackendAddress("h", 2), new BackendAddress("h", 1))));
        List<Placement> placements =
                IntStream.range(0, 10).mapToObj(i -> place().orElseThrow()).toList();
        placements.stream()
                .filter(placement -> placement.backend().address().port() == 1)
                .forEach(Placement::leave);
        assertThat(placedIds(5)).isEqualTo(Map.of("h:1", 5L));
    }

    @Test
    void aBackendThatWasTriedIsNotChosenAgain() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false));
        assertThat(pool.place(WEBSOCKET, Set.of("a")).orElseThrow().backend().id())
                .isEqualTo("b");
        assertThat(pool.place(WEBSOCKET, Set.of("a", "b"))).isEmpty();
    }

    @Test
    void aFailureEjectsUntilTheTimeIsOver() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false));
        place().orElseThrow().failed();
        assertThat(placedIds(5)).containsOnlyKeys("b");
        clock.advance(PassiveHealth.FIRST_EJECTION);
        assertThat(placedIds(5)).containsOnlyKeys("a");
    }

    @Test
    void whenAllAreEjectedTheyAreTriedAllTheSame() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 1, false));
        place().orElseThrow().failed();
        place().orElseThrow().failed();
        assertThat(placedIds(6)).containsOnlyKeys("a", "b");
        assertThat(pool.ready()).isTrue();
    }

    @Test
    void anEjectedBackendComesAfterTheUntriedHealthyOnesButBeforeNone() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false));
        place().orElseThrow().failed();
        assertThat(pool.place(WEBSOCKET, Set.of("b")).orElseThrow().backend().id())
                .isEqualTo("a");
    }

    @Test
    void aSuccessEndsTheEjection() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false));
        Placement survivor = place().orElseThrow();
        place().orElseThrow().failed();
        survivor.succeeded();
        assertThat(placedIds(3)).containsOnlyKeys("a");
    }

    @Test
    void aFailedPlacementDoesNotCountAsLoad() {
        discovered(reporting("a", 1, 5, false));
        place().orElseThrow().failed();
        PooledBackend member = onlyMember();
        assertThat(member.load()).isEqualTo(5);
        assertThat(member.open(WEBSOCKET)).isZero();
        assertThat(member.placed()).isEqualTo(1);
        assertThat(member.failed()).isEqualTo(1);
        assertThat(member.ejections()).isEqualTo(1);
    }

    @Test
    void leavingTwiceCountsOnce() {
        discovered(reporting("a", 1, 0, false));
        Placement first = place().orElseThrow();
        place();
        first.leave();
        first.leave();
        assertThat(onlyMember().load()).isEqualTo(1);
        assertThat(onlyMember().open(WEBSOCKET)).isEqualTo(1);
    }

    @Test
    void requestsAndWebSocketsAreCountedApartButWeighAlike() {
        discovered(reporting("a", 1, 0, false));
        place();
        pool.place(HTTP, Set.of());
        assertThat(onlyMember().open(HTTP)).isEqualTo(1);
        assertThat(onlyMember().open(WEBSOCKET)).isEqualTo(1);
        assertThat(onlyMember().load()).isEqualTo(2);
    }

    @Test
    void aBackendKeepsItsCountsWhenItReportsAnew() {
        discovered(reporting("a", 1, 0, false));
        place();
        discovered(reporting("a", 2, 1, false));
        assertThat(onlyMember().open(WEBSOCKET)).isEqualTo(1);
        assertThat(onlyMember().load()).isEqualTo(2);
    }

    @Test
    void aBackendThatMovedToAnotherAddressBeginsAnew() {
        discovered(reporting("a", 1, 0, false));
        place().orElseThrow().failed();
        pool.update(new DiscoveredBackends(
                List.of(new Backend("a", new BackendAddress("elsewhere", 80), false, new LoadReport(1, 0))), false));
        assertThat(onlyMember().ejected()).isFalse();
        assertThat(onlyMember().failed()).isZero();
    }

    @Test
    void aConnectionThatOutlivesItsBackendCanStillLeave() {
        discovered(reporting("a", 1, 0, false));
        Placement placement = place().orElseThrow();
        PooledBackend gone = onlyMember();
        discovered();
        placement.leave();
        assertThat(gone.open(WEBSOCKET)).isZero();
        assertThat(pool.ready()).isFalse();
    }

    private PooledBackend onlyMember() {
        assertThat(pool.snapshot().backends()).hasSize(1);
        return pool.snapshot().backends().get(0);
    }

    private Optional<Placement> place() {
        return pool.place(WEBSOCKET, Set.of());
    }

    private Map<String, Long> placedIds(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> place().orElseThrow().backend().id())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void discovered(Backend... backends) {
        pool.update(new DiscoveredBackends(List.of(backends), false));
    }

    private static Backend reporting(String id, long sequence, int connections, boolean draining) {
        return new Backend(id, new BackendAddress(id, 8000), draining, new LoadReport(sequence, connections));
    }
}
