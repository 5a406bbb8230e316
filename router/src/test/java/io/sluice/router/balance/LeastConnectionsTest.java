package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
        assertThat(policy.choose(new long[] {5, 3, 4}, 0)).isEqualTo(1);
    }

    @Test
    void equalCandidatesTakeTurns() {
        long[] loads = {7, 2, 2, 9, 2};
        assertThat(IntStream.range(0, 6).map(ticket -> policy.choose(loads, ticket)))
                .containsExactly(1, 2, 4, 1, 2, 4);
    }

    @Test
    void turnsGoOnWhenTheTicketOverflows() {
        long[] loads = {1, 1};
        assertThat(policy.choose(loads, Long.MIN_VALUE)).isNotEqualTo(policy.choose(loads, Long.MAX_VALUE));
    }

    @Test
    void noCandidatesAreAnError() {
        assertThatThrownBy(() -> policy.choose(new long[0], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void nobodyHasFewerThanTheChosen(
            @ForAll @Size(min = 1, max = 20) long @LongRange(min = 0, max = 5) [] loads, @ForAll long ticket) {
        long chosen = loads[policy.choose(loads, ticket)];
        assertThat(chosen).isEqualTo(Arrays.stream(loads).min().orElseThrow());
    }
}
