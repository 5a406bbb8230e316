package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.common.config.ConfigLoader;
import io.sluice.router.backend.LoadReport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeastLoadTest {

    private static final int DRAWS = 10_000;
    private static final long MIB = 1024 * 1024;

    private final LeastLoad policy =
            new LeastLoad(ConfigLoader.of(LoadWeightSettings.class).load());

    @Test
    void ofTwoCandidatesTheOneWithFewerConnectionsIsChosen() {
        assertThat(Candidates.choices(policy, Candidates.of(100, 101), DRAWS)).containsExactly(DRAWS, 0);
    }

    @Test
    void equalCandidatesGetEquallyMuch() {
        assertThat(Arrays.stream(Candidates.choices(policy, Candidates.of(50, 50, 50, 50), DRAWS))
                        .boxed())
                .allSatisfy(chosen -> assertThat(chosen).isBetween(2_300L, 2_700L));
    }

    @Test
    void aCandidateAboveItsShareIsNotDrawnWhileOthersAreThere() {
        assertThat(Candidates.choices(policy, Candidates.of(112, 100, 94, 94), DRAWS)[0])
                .isZero();
    }

    @Test
    void aCandidateWithinTheToleranceIsStillDrawnAgainstABusierOne() {
        assertThat(Candidates.choices(policy, Candidates.of(106, 108, 93, 93), DRAWS)[0])
                .isPositive();
    }

    @Test
    void aSlowLoopDecidesBetweenEqualConnections() {
        List<Candidate> candidates = List.of(
                Candidates.reporting("a", 100, new LoadReport(1, 100, 0, 200, 0, 0)),
                Candidates.reporting("b", 100, new LoadReport(1, 100, 0, 1, 0, 0)));
        assertThat(Candidates.choices(policy, candidates, DRAWS)).containsExactly(0, DRAWS);
    }

    @Test
    void figuresBelowTheirFloorsMeanNothing() {
        List<Candidate> candidates = List.of(
                Candidates.reporting("a", 100, new LoadReport(1, 100, 900, 19, 15 * MIB, 0.59)),
                Candidates.reporting("b", 100, new LoadReport(1, 100, 1, 0.1, 0, 0.1)));
        assertThat(Arrays.stream(Candidates.choices(policy, candidates, DRAWS)).boxed())
                .allSatisfy(chosen -> assertThat(chosen).isBetween(4_700L, 5_300L));
    }

    @Test
    void theWildestFiguresDoNotOutweighConnections() {
        LoadReport wild = new LoadReport(1, 0, Double.MAX_VALUE, Double.MAX_VALUE, Long.MAX_VALUE, 1);
        List<Candidate> candidates =
                List.of(Candidates.reporting("a", 0, wild), Candidates.reporting("b", 1_000, new LoadReport(1, 1_000)));
        assertThat(Candidates.choices(policy, candidates, DRAWS)).containsExactly(DRAWS, 0);
    }

    @Test
    void aNewNodeIsDrawnByItsWeightAndDoesNotTakeEverything() {
        List<Candidate> candidates = List.of(
                Candidates.candidate("a", 1_000, 1),
                Candidates.candidate("b", 1_000, 1),
                Candidates.candidate("c", 1_000, 1),
                Candidates.candidate("new", 0, 0.1));
        long[] chosen = Candidates.choices(policy, candidates, DRAWS);
        assertThat(chosen[3]).isBetween(300L, 1_200L);
    }

    @Test
    void aNodeThatIsThroughItsSlowStartTakesWhatTheOverloadedMayNot() {
        assertThat(Candidates.choices(policy, Candidates.of(1_000, 1_000, 0), DRAWS))
                .containsExactly(0, 0, DRAWS);
    }

    @Test
    void noCandidatesAreAnError() {
        assertThatThrownBy(() -> policy.choose(List.of(), Draw.of(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whoeverIsAboveItsShareIsNeverChosen(
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 0, max = 1_000) Long> loads, @ForAll long ticket) {
        double mean = loads.stream().mapToLong(load -> load).average().orElseThrow();
        int chosen = policy.choose(Candidates.of(loads), Draw.of(ticket));
        assertThat((double) loads.get(chosen)).isLessThanOrEqualTo(1.1 * mean + 1e-6);
    }

    @Property(tries = 200)
    void connectionsPlacedOneAfterTheOtherEndUpEven(
            @ForAll @Size(min = 2, max = 8) List<@LongRange(min = 0, max = 100) Long> loads) {
        long[] connections = loads.stream().mapToLong(load -> load).toArray();
        IntStream.range(0, 2_000)
                .forEach(ticket -> connections[policy.choose(Candidates.of(connections), Draw.of(ticket))]++);
        double mean = IntStream.range(0, connections.length)
                .mapToLong(i -> connections[i])
                .average()
                .orElseThrow();
        assertThat(Arrays.stream(connections).boxed())
                .allSatisfy(count -> assertThat((double) count).isBetween(0.95 * mean, 1.05 * mean));
    }
}
