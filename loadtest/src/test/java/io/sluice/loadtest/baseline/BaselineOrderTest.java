package io.sluice.loadtest.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import org.junit.jupiter.api.Test;

class BaselineOrderTest {
    @Test
    void anOrderSurvivesTheWayThroughText() {
        BaselineOrder order = new BaselineOrder(
                new OpenLoopSchedule(-123_456_789_012L, 100.0 / 3),
                1_500,
                new LoadPayload(120),
                new ChannelNames("tb"));

        assertThat(BaselineOrder.parse(order.line())).isEqualTo(order);
    }

    @Test
    void aLineThatIsNoOrderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaselineOrder.parse("1 2 3"))
                .withMessage("expected 5 words but was: 1 2 3");
    }
}
