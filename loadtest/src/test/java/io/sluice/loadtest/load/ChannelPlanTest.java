package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChannelPlanTest {
    @Test
    void clientsAreSpreadOverTheChannelsInTurn() {
        SpreadChannels plan = new SpreadChannels(3);

        assertThat(plan.subscriptions(4).size()).isOne();
        assertThat(plan.subscriptions(4).numberAt(0)).isOne();
        assertThat(plan.channelOf(5)).isEqualTo(2);
    }

    @Test
    void pickedChannelsAreDifferentAndTheSameEachTime() {
        PickedChannels plan = new PickedChannels(50, 20, false);

        for (int client = 0; client < 100; client++) {
            ChannelSet set = plan.subscriptions(client);
            ChannelSet again = plan.subscriptions(client);
            assertThat(set.size()).isEqualTo(20);
            for (int slot = 0; slot < 20; slot++) {
                assertThat(set.numberAt(slot)).isBetween(0, 49).isEqualTo(again.numberAt(slot));
                assertThat(set.slotOf(set.numberAt(slot))).isEqualTo(slot);
            }
        }
    }

    @Test
    void randomUpdatesMeetEveryChannelAboutAsOften() {
        PickedChannels plan = new PickedChannels(10, 1, false);
        int[] updates = new int[10];

        for (long index = 0; index < 10_000; index++) {
            updates[plan.channelOf(index)]++;
        }

        assertThat(Arrays.stream(updates).boxed()).hasSize(10).allMatch(count -> count > 850 && count < 1_150);
    }

    @Test
    void inTurnMeansInTurn() {
        PickedChannels plan = new PickedChannels(10, 1, true);

        assertThat(plan.channelOf(9)).isEqualTo(9);
        assertThat(plan.channelOf(10)).isZero();
    }

    @Test
    void aChannelThatIsNotInASetHasNoSlot() {
        assertThat(ChannelSet.of(7, 3).slotOf(5)).isNegative();
        assertThat(ChannelSet.of(7).slotOf(5)).isNegative();
        assertThat(ChannelSet.of().slotOf(5)).isNegative();
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelSet.of(3, 3));
    }

    @Test
    void moreSubscriptionsThanChannelsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PickedChannels(10, 11, true))
                .withMessage("expected 1 to 10 subscriptions of each client but was 11");
    }

    @Test
    void aShapeKnowsWhatShouldBeDelivered() {
        LoadShape shape = new LoadShape(
                1_000,
                new PickedChannels(200, 20, false),
                5_000,
                new LoadPayload(120),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));

        assertThat(shape.publications()).isEqualTo(75_000);
        assertThat(shape.deliveriesPerSecond()).isEqualTo(500_000);
    }
}
