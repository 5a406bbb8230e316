package io.sluice.loadtest.load;

/**
 * Client {@code i} subscribes channel {@code i} modulo their number, and publications go to the channels in turn. With one
 * channel this is a fan-out to all, with as many as clients everybody has a private one.
 */
public record SpreadChannels(int channels) implements ChannelPlan {
    public SpreadChannels {
        if (channels < 1) {
            throw new IllegalArgumentException("expected 1 or more channels but was " + channels);
        }
    }

    @Override
    public ChannelSet subscriptions(int client) {
        return ChannelSet.of(client % channels);
    }

    @Override
    public int channelOf(long index) {
        return (int) (index % channels);
    }
}
