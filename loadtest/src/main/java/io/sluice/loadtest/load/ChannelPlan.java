package io.sluice.loadtest.load;

/** Who subscribes what, and what is published where. Implementations are immutable; the same question has the same answer. */
public interface ChannelPlan {
    /** How many channels there are, numbered from 0. */
    int channels();

    /** What a client of a number from 0 subscribes. */
    ChannelSet subscriptions(int client);

    /** The channel of publication {@code index}, from 0, of all channels together. */
    int channelOf(long index);
}
