package io.sluice.router.pool;

import static io.sluice.router.pool.ConnectionKind.HTTP;
import static io.sluice.router.pool.ConnectionKind.RESERVATION;
import static io.sluice.router.pool.ConnectionKind.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.balance.BalancingRules;
import io.sluice.router.balance.LeastConnections;
import io.sluice.router.balance.SlowStart;
import io.sluice.router.balance.ZonePreference;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.health.PassiveHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackendPoolTest {

    private static final NodeAccess PUBLIC = new NodeAccess("", "wss://gw.example.com", false);

    private final ManualClock clock = new ManualClock();
    private BackendPool pool = new BackendPool(BalancingRules.of(new LeastConnections()), clock, 0);

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
        assertThat(place("a").orElseThrow().backend().id()).isEqualTo("b");
        assertThat(place("a", "b")).isEmpty();
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
        assertThat(place("b").orElseThrow().backend().id()).isEqualTo("a");
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
        pool.place(HTTP, Set.of(), null);
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

    @Test
    void aBackendThatRefusedIsPassedOverForASecondAndIsNotEjected() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false));
        place().orElseThrow().refused();
        assertThat(placedIds(5)).containsOnlyKeys("b");
        assertThat(pool.snapshot().backends()).noneMatch(PooledBackend::ejected);
        clock.advance(PooledBackend.FULL_TIME);
        assertThat(placedIds(5)).containsOnlyKeys("a");
    }

    @Test
    void aBackendWithAsManyConnectionsAsItWantsIsPassedOver() {
        discovered(reporting("a", 1, 0, false).withCapacity(new NodeCapacity(3, 0, 0)), reporting("b", 1, 500, false));
        assertThat(placedIds(10)).isEqualTo(Map.of("a", 3L, "b", 7L));
    }

    @Test
    void whenAllAreFullTheyAreTriedAllTheSame() {
        discovered(reporting("a", 1, 3, false).withCapacity(new NodeCapacity(3, 0, 0)));
        assertThat(place()).isPresent();
        assertThat(pool.counts().placed(Standing.FULL)).isEqualTo(1);
    }

    @Test
    void aYoungBackendGetsItsPartOfTheConnectionsAndAllOfItLater() {
        starting(Duration.ofSeconds(10));
        discovered(reporting("a", 1, 1_000, false).withCapacity(up(3_600_000)), reporting("b", 1, 0, false));
        assertThat(placedIds(200).get("b")).isBetween(95L, 115L);
        clock.advance(Duration.ofSeconds(10));
        assertThat(placedIds(200)).containsOnlyKeys("b");
    }

    @Test
    void whereAllAreNewNobodyStartsSlowly() {
        starting(Duration.ofSeconds(10));
        discovered(
                reporting("a", 1, 0, false).withCapacity(up(9_000)),
                reporting("b", 1, 0, false).withCapacity(up(500)));
        assertThat(placedIds(100)).isEqualTo(Map.of("a", 50L, "b", 50L));
    }

    @Test
    void anAgeThatNobodyCanHaveIsOldEnough() {
        starting(Duration.ofSeconds(10));
        discovered(reporting("a", 1, 0, false).withCapacity(up(Long.MAX_VALUE)), reporting("b", 1, 0, false));
        assertThat(placedIds(22)).containsEntry("b", 2L);
    }

    @Test
    void aBackendGetsNoMoreHandshakesThanItTakesInASecond() {
        discovered(limited("a", 10), limited("b", 20));
        assertThat(placedIds(30)).isEqualTo(Map.of("a", 10L, "b", 20L));
        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.STORM);
        clock.advance(Duration.ofMillis(101));
        assertThat(placedIds(3)).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void plainRequestsTakeNoHandshakes() {
        discovered(limited("a", 1));
        IntStream.range(0, 5)
                .forEach(i -> assertThat(pool.place(HTTP, Set.of(), null)).isInstanceOf(Placement.class));
        assertThat(place()).isPresent();
    }

    @Test
    void aChangedRateHoldsFromThenOn() {
        discovered(limited("a", 1));
        assertThat(place()).isPresent();
        assertThat(place()).isEmpty();
        discovered(reporting("a", 2, 1, false));
        assertThat(placedIds(100)).containsOnlyKeys("a");
    }

    @Test
    void aStormIsSpreadOverTheTimeThatTheBackendsNeed() {
        discovered(limited("a", 50), limited("b", 50));
        placedIds(100);
        Map<Long, Long> bySecond = IntStream.range(0, 1_000)
                .mapToObj(i -> refusal().retryAfter().toSeconds())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(bySecond.keySet()).allMatch(second -> second <= 12).hasSizeGreaterThan(9);
        assertThat(bySecond.values()).allMatch(clients -> clients <= 130);
    }

    @Test
    void nobodyIsSentAwayForMoreThanHalfAMinute() {
        discovered(limited("a", 1));
        place();
        List<Duration> waits =
                IntStream.range(0, 500).mapToObj(i -> refusal().retryAfter()).toList();
        assertThat(waits).allMatch(wait -> wait.toMillis() > 0 && wait.compareTo(SlotSchedule.LONGEST) <= 0);
        assertThat(waits.subList(100, 500).stream().map(Duration::toSeconds).distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void aRateThatIsNonsenseHarmsNobody() {
        discovered(limited("a", Double.MIN_VALUE), limited("b", Double.MAX_VALUE));
        assertThat(placedIds(100)).containsKey("b");
        assertThat(place()).isPresent();
    }

    @Test
    void placesAreKeptFreeOnlyWhereClientsReachTheBackend() {
        discovered(reporting("a", 1, 0, false), reporting("b", 1, 9, false).withAccess(PUBLIC));
        Placement reserved = (Placement) pool.place(RESERVATION, Set.of(), null);
        assertThat(reserved.backend().id()).isEqualTo("b");
    }

    @Test
    void aPlaceThatIsKeptFreeCountsWhateverIsReportedUntilItIsGivenBack() {
        discovered(reporting("a", 1, 5, false).withAccess(PUBLIC));
        Placement reserved = (Placement) pool.place(RESERVATION, Set.of(), null);
        for (int sequence = 2; sequence < 6; sequence++) {
            discovered(reporting("a", sequence, 5, false).withAccess(PUBLIC));
        }
        assertThat(onlyMember().load()).isEqualTo(6);
        reserved.leave();
        assertThat(onlyMember().load()).isEqualTo(5);
    }

    @Test
    void theReasonOfARefusalSaysWhatIsMissing() {
        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.NO_BACKEND);
        discovered(reporting("a", 1, 0, false));
        assertThat(((Refusal) pool.place(WEBSOCKET, Set.of("a"), null)).reason())
                .isEqualTo(Refusal.Reason.ALL_TRIED);
        assertThat(((Refusal) pool.place(RESERVATION, Set.of(), null)).reason())
                .isEqualTo(Refusal.Reason.NO_PUBLIC_ADDRESS);
    }

    @Test
    void connectionsThatLeaveTheZoneAreCounted() {
        BalancingRules rules =
                new BalancingRules(new LeastConnections(), new SlowStart(Duration.ZERO), new ZonePreference("east"));
        pool = new BackendPool(rules, clock, 0);
        discovered(
                reporting("a", 1, 20, false).withZone("east"),
                reporting("b", 1, 15, false).withZone("west"));
        assertThat(placedIds(9).get("a")).isGreaterThanOrEqualTo(5);
        discovered(reporting("b", 2, 15, false).withZone("west"));
        long before = pool.counts().outsideZone();
        assertThat(placedIds(1)).containsOnlyKeys("b");
        assertThat(pool.counts().outsideZone()).isEqualTo(before + 1);
    }

    private void starting(Duration slowStart) {
        pool = new BackendPool(
                new BalancingRules(new LeastConnections(), new SlowStart(slowStart), new ZonePreference("")), clock, 0);
    }

    private Refusal refusal() {
        return (Refusal) pool.place(WEBSOCKET, Set.of(), null);
    }

    private static NodeCapacity up(long millis) {
        return new NodeCapacity(0, 0, millis);
    }

    private static Backend limited(String id, double handshakesPerSecond) {
        return reporting(id, 1, 0, false).withCapacity(new NodeCapacity(0, handshakesPerSecond, 0));
    }

    private PooledBackend onlyMember() {
        assertThat(pool.snapshot().backends()).hasSize(1);
        return pool.snapshot().backends().get(0);
    }

    private Optional<Placement> place(String... tried) {
        return pool.place(WEBSOCKET, Set.of(tried), null) instanceof Placement placement
                ? Optional.of(placement)
                : Optional.empty();
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
