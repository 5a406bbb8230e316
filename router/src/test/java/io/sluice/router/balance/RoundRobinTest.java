package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    private final RoundRobin policy = new RoundRobin();

    @Test
    void equalCandidatesTakeTurnsWhateverTheirLoad() {
        List<Candidate> candidates = Candidates.of(900, 0, 3);
        assertThat(IntStream.range(0, 6).map(ticket -> policy.choose(candidates, Draw.of(ticket))))
                .containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void turnsGoOnWhenTheTicketOverflows() {
        List<Candidate> candidates = List.of(Candidates.candidate("a", 0, 1), Candidates.candidate("b", 0, 0.5));
        assertThat(policy.choose(candidates, Draw.of(Long.MIN_VALUE))).isBetween(0, 1);
        assertThat(policy.choose(candidates, Draw.of(Long.MAX_VALUE))).isBetween(0, 1);
    }

    @Test
    void aLightCandidateIsNeverTwiceInARow() {
        List<Candidate> candidates = List.of(Candidates.candidate("a", 0, 1), Candidates.candidate("b", 0, 0.25));
        List<Integer> turns = IntStream.range(0, 1_000)
                .mapToObj(ticket -> policy.choose(candidates, Draw.of(ticket)))
                .toList();
        assertThat(IntStream.range(1, 1_000).filter(i -> turns.get(i) == 1 && turns.get(i - 1) == 1))
                .isEmpty();
    }

    @Property(tries = 200)
    void eachGetsItsPartOfAnyRunOfTurns(
            @ForAll @Size(min = 1, max = 10) List<@DoubleRange(min = 0.1, max = 1) Double> weights,
            @ForAll long firstTicket) {
        List<Candidate> candidates = IntStream.range(0, weights.size())
                .mapToObj(i -> Candidates.candidate("n" + i, 0, weights.get(i)))
                .toList();
        int turns = 1_000;
        long[] chosen = new long[weights.size()];
        IntStream.range(0, turns).forEach(i -> chosen[policy.choose(candidates, Draw.of(firstTicket + i))]++);
        double total = Candidate.totalWeight(candidates);
        for (int i = 0; i < chosen.length; i++) {
            assertThat((double) chosen[i])
                    .isBetween(turns * weights.get(i) / total - 12, turns * weights.get(i) / total + 12);
        }
    }
}
