package io.sluice.router.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.discovery.DiscoveryEvents.Ignored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownBackendsTest {

    private final ManualClock clock = new ManualClock();
    private final List<Ignored> ignored = new ArrayList<>();
    private final KnownBackends known = new KnownBackends(ignored::add);

    @Test
    void aListedNodeIsABackendWithItsReport() {
        assertThat(answered(TestNodes.node("n1", 7, 42, false)))
                .containsExactly(new Backend("n1", new BackendAddress("host-n1", 8000), false, new LoadReport(7, 42)));
    }

    @Test
    void theOrderIsThatOfTheIds() {
        assertThat(ids(answered(TestNodes.node("b"), TestNodes.node("c"), TestNodes.node("a"))))
                .containsExactly("a", "b", "c");
    }

    @Test
    void aNewerRecordReplacesTheOlder() {
        answered(TestNodes.node("n1", 1, 5, false));
        assertThat(answered(TestNodes.node("n1", 2, 6, true)))
                .extracting(Backend::report, Backend::draining)
                .containsExactly(tuple(new LoadReport(2, 6), true));
    }

    @Test
    void aMissingBackendIsKeptForTheGraceAndThenGone() {
        answered(TestNodes.node("n1"));
        assertThat(ids(answered())).containsExactly("n1");
        clock.advance(KnownBackends.GRACE.minusNanos(1));
        assertThat(ids(answered())).containsExactly("n1");
        clock.advance(Duration.ofNanos(1));
        assertThat(answered()).isEmpty();
    }

    @Test
    void aDrainingBackendThatIsMissingIsGoneAtOnce() {
        answered(TestNodes.node("n1", 1, 0, true));
        assertThat(answered()).isEmpty();
    }

    @Test
    void aBackendThatComesBackStartsItsNextGraceAnew() {
        answered(TestNodes.node("n1"));
        answered();
        clock.advance(Duration.ofSeconds(4));
        answered(TestNodes.node("n1"));
        answered();
        clock.advance(Duration.ofSeconds(4));
        assertThat(ids(answered())).containsExactly("n1");
    }

    @Test
    void silenceOfTheRegistryForgetsNobodyHoweverLongItIs() {
        answered(TestNodes.node("n1"), TestNodes.node("n2", 1, 0, true));
        clock.advance(Duration.ofHours(1));
        assertThat(ids(known.unanswered())).containsExactly("n1", "n2");
    }

    @Test
    void anEmptyAnswerAfterASilenceStartsTheGraceAnew() {
        answered(TestNodes.node("n1"));
        answered();
        clock.advance(Duration.ofSeconds(4));
        known.unanswered();
        clock.advance(Duration.ofSeconds(60));
        assertThat(ids(answered())).containsExactly("n1");
        clock.advance(Duration.ofSeconds(4));
        assertThat(ids(answered())).containsExactly("n1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(answered()).isEmpty();
    }

    @Test
    void nodesBeyondTheLimitAreLeftOut() {
        NodeRecord[] crowd = IntStream.range(0, BackendLimit.MAX_BACKENDS + 5)
                .mapToObj(i -> TestNodes.node("n" + i))
                .toArray(NodeRecord[]::new);
        assertThat(answered(crowd)).hasSize(BackendLimit.MAX_BACKENDS);
        assertThat(answered(crowd)).hasSize(BackendLimit.MAX_BACKENDS);
    }

    @Test
    void anotherNodeWithTheSameIdIsLeftOutWhileTheFirstIsHeard() {
        NodeRecord first = at("n1", "first", 100);
        NodeRecord second = at("n1", "second", 7);
        answered(first);
        for (int turn = 0; turn < 20; turn++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(hosts(answered(turn % 2 == 0 ? second : first))).containsExactly("first");
        }
        assertThat(ignored).hasSize(10).containsOnly(Ignored.ID_OF_ANOTHER);
    }

    @Test
    void anotherNodeWithTheSameIdHasItWhenTheFirstWasSilentForTheGrace() {
        answered(at("n1", "first", 100));
        NodeRecord second = at("n1", "second", 7);
        assertThat(hosts(answered(second))).containsExactly("first");
        clock.advance(KnownBackends.GRACE);
        assertThat(hosts(answered(second))).containsExactly("second");
    }

    @Test
    void silenceOfTheRegistryGivesTheIdToNobody() {
        NodeRecord second = at("n1", "second", 7);
        answered(at("n1", "first", 100));
        answered(second);
        known.unanswered();
        clock.advance(Duration.ofMinutes(5));
        assertThat(hosts(answered(second))).containsExactly("first");
    }

    @Test
    void anOlderHeartbeatUnderTheSameAddressIsOfAnother() {
        answered(TestNodes.node("n1", 100, 5, false));
        assertThat(answered(TestNodes.node("n1", 3, 900, false)))
                .extracting(Backend::report)
                .containsExactly(TestNodes.backend("n1", 100, 5).report());
        assertThat(ignored).containsExactly(Ignored.ID_OF_ANOTHER);
    }

    @Test
    void aNodeThatWasStartedAgainAtItsAddressReplacesWhatItLeftBehind() {
        NodeRecord old = at("old", "host", 5);
        NodeRecord young = at("young", "host", 1);
        answered(old);
        assertThat(ids(answered(old, young))).containsExactly("young");
        assertThat(ids(answered(at("young", "host", 9), old)))
                .as("even when it has made more heartbeats than the other")
                .containsExactly("young");
        assertThat(ignored).containsExactly(Ignored.ADDRESS_TAKEN_OVER);
    }

    @Test
    void ofTwoAtOneAddressThatAreSeenTogetherTheOneWithFewerHeartbeatsWasStartedLater() {
        assertThat(ids(answered(at("a", "host", 1), at("b", "host", 500)))).containsExactly("a");
        assertThat(ids(answered(at("b", "host", 501), at("a", "host", 2)))).containsExactly("a");
    }

    @Test
    void aRecordAtAnAddressTakenOverCountsAgainWhenTheLaterNodeIsGone() {
        NodeRecord old = at("old", "host", 5);
        answered(old);
        answered(old, at("young", "host", 1));
        answered(old);
        clock.advance(KnownBackends.GRACE);
        answered(old);
        assertThat(ids(answered(old))).containsExactly("old");
    }

    @Test
    void ofThreeAtOneAddressTheLastOneStays() {
        NodeRecord first = at("first", "host", 900);
        NodeRecord second = at("second", "host", 40);
        NodeRecord third = at("third", "host", 1);
        answered(first);
        answered(first, second);
        answered(first, second, third);
        assertThat(ids(answered(third, first, second))).containsExactly("third");
        assertThat(ids(answered(first, second, third))).containsExactly("third");
    }

    @Test
    void clocksThatAreMinutesOffChangeNothing() {
        long now = 1_700_000_000_000L;
        long tenMinutes = Duration.ofMinutes(10).toMillis();
        assertThat(Stream.of(0L, now - tenMinutes, now, now + tenMinutes, Long.MAX_VALUE)
                        .map(started -> new KnownBackends(ignored::add)
                                .answered(List.of(TestNodes.startedAt("n1", started)), clock.getAsLong()))
                        .distinct())
                .hasSize(1);
        NodeRecord past = TestNodes.startedAt("n1", now - tenMinutes);
        answered(past);
        assertThat(ids(answered(past, TestNodes.startedAt("n2", now + tenMinutes))))
                .containsExactly("n1", "n2");
        assertThat(ignored).isEmpty();
    }

    private static NodeRecord at(String id, String host, long sequence) {
        return TestNodes.record(id, host, 8000, sequence, 0, false);
    }

    private static List<String> hosts(List<Backend> backends) {
        return backends.stream().map(backend -> backend.address().host()).toList();
    }

    private List<Backend> answered(NodeRecord... nodes) {
        return known.answered(List.of(nodes), clock.getAsLong());
    }

    private static List<String> ids(List<Backend> backends) {
        return backends.stream().map(Backend::id).toList();
    }
}
