package io.sluice.loadtest.load;

import java.util.SplittableRandom;

/**
 * Every client subscribes some of the channels, picked at random; each run picks the same.
 *
 * @param channels how many there are
 * @param subscribe how many of them each client subscribes
 * @param inTurn whether publications go to the channels in turn, so that each gets them at even intervals, or at random
 */
public record PickedChannels(int channels, int subscribe, boolean inTurn) implements ChannelPlan {
    private static final long SEED = 20_260_101;

    public PickedChannels {
        if (channels < 1) {
            throw new IllegalArgumentException("expected 1 or more channels but was " + channels);
        }
        if (subscribe < 1 || subscribe > channels) {
            throw new IllegalArgumentException(
                    "expected 1 to " + channels + " subscriptions of each client but was " + subscribe);
        }
    }

    @Override
    public ChannelSet subscriptions(int client) {
        SplittableRandom random = new SplittableRandom(SEED + client);
        int[] numbers = new int[channels];
        for (int i = 0; i < channels; i++) {
            numbers[i] = i;
        }
        int[] picked = new int[subscribe];
        for (int i = 0; i < subscribe; i++) {
            int other = random.nextInt(i, channels);
            picked[i] = numbers[other];
            numbers[other] = numbers[i];
        }
        return ChannelSet.of(picked);
    }

    @Override
    public int channelOf(long index) {
        return inTurn ? (int) (index % channels) : new SplittableRandom(SEED ^ index).nextInt(channels);
    }
}
