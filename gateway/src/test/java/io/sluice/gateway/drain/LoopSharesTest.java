package io.sluice.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoopSharesTest {

    @Test
    void theFullestLoopGivesFirst() {
        assertThat(LoopShares.of(3, List.of(10, 12, 2))).containsExactly(1, 2, 0);
    }

    @Test
    void allLoopsEndTogether() {
        assertThat(LoopShares.of(20, List.of(10, 12, 2))).containsExactly(9, 11, 0);
    }

    @Test
    void noLoopGivesMoreThanItHas() {
        assertThat(LoopShares.of(DrainPlan.ALL, List.of(10, 0, 2))).containsExactly(10, 0, 2);
        assertThat(LoopShares.of(12, List.of(10, 0, 2))).containsExactly(10, 0, 2);
        assertThat(LoopShares.of(5, List.of(0, 0))).containsExactly(0, 0);
        assertThat(LoopShares.of(5, List.of())).isEmpty();
    }
}
