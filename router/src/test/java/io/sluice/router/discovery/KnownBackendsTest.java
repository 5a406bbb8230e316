package io.sluice.router.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownBackendsTest {

    private final ManualClock clock = new ManualClock();
    private final KnownBackends known = new KnownBackends();

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
        NodeRecord[] crowd = IntStream.range(0, KnownBackends.MAX_BACKENDS + 5)
                .mapToObj(i -> TestNodes.node("n" + i))
                .toArray(NodeRecord[]::new);
        assertThat(answered(crowd)).hasSize(KnownBackends.MAX_BACKENDS);
        assertThat(answered(crowd)).hasSize(KnownBackends.MAX_BACKENDS);
    }

    private List<Backend> answered(NodeRecord... nodes) {
        return known.answered(List.of(nodes), clock.getAsLong());
    }

    private static List<String> ids(List<Backend> backends) {
        return backends.stream().map(Backend::id).toList();
    }
}
