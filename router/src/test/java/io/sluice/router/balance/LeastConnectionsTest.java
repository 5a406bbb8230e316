package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest {

    private final LeastConnections policy = new LeastConnections();

    @Test
    void theCandidateWithTheFewestConnectionsIsChosen() {
        assertThat(policy.choose(Candidates.of(5, 3, 4), Draw.of(0))).isEqualTo(1);
    }

    @Test
    void equalCandidatesTakeTurns() {
        List<Candidate> candidates = Candidates.of(7, 2, 2, 9, 2);
        assertThat(IntStream.range(0, 6).map(ticket -> policy.choose(candidates, Draw.of(ticket))))
                .containsExactly(1, 2, 4, 1, 2, 4);
    }

    @Test
    void turnsGoOnWhenTheTicketOverflows() {
        List<Candidate> candidates = Candidates.of(1, 1);
        assertThat(policy.choose(candidates, Draw.of(Long.MIN_VALUE)))
                .isNotEqualTo(policy.choose(candidates, Draw.of(Long.MAX_VALUE)));
    }

    @Test
    void aYoungCandidateIsFullWhenItHasItsPartOfTheOthers() {
        Candidate old = Candidates.candidate("old", 99, 1);
        assertThat(policy.choose(List.of(old, Candidates.candidate("new", 8, 0.1)), Draw.of(0)))
                .isEqualTo(1);
        assertThat(policy.choose(List.of(old, Candidates.candidate("new", 10, 0.1)), Draw.of(0)))
                .isZero();
    }

    @Test
    void noCandidatesAreAnError() {
        assertThatThrownBy(() -> policy.choose(List.of(), Draw.of(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void nobodyHasFewerThanTheChosen(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 5) Long> loads, @ForAll long ticket) {
        int chosen = policy.choose(Candidates.of(loads), Draw.of(ticket));
        assertThat(loads.get(chosen)).isEqualTo(Collections.min(loads));
    }
}
