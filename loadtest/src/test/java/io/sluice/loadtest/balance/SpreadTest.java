package io.sluice.loadtest.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theWorstNodeDecidesWhetherItIsAboveOrBelowTheMean() {
        assertThat(new Spread(List.of(110, 95, 95)).worstDeviation()).isEqualTo(0.1, within(1e-9));
        assertThat(new Spread(List.of(105, 105, 90)).worstDeviation()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void emptyNodesAreAWholeMeanAway() {
        assertThat(new Spread(List.of(200, 200, 0, 0)).worstDeviation()).isEqualTo(1, within(1e-9));
    }

    @Test
    void theDifferenceIsThatOfTheFullestAndTheEmptiest() {
        assertThat(new Spread(List.of(120, 80)).difference()).isEqualTo(0.4, within(1e-9));
    }

    @Test
    void aSpreadOverNothingIsNoGoodSpread() {
        assertThat(new Spread(List.of(0, 0)).worstDeviation() <= 0.05).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Spread(List.of()));
    }

    @Test
    void itReadsAsPeopleWriteIt() {
        assertThat(new Spread(List.of(20, 0))).hasToString("20 : 0");
    }
}
