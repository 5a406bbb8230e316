package io.sluice.gateway.outbound;

import io.sluice.gateway.channel.SlowConsumerPolicy;

/**
 * How a channel's publications are sent.
 *
 * @param writeDelayNanos how long a publication may wait for others to share a write with; 0 sends it with its batch
 * @param slowConsumer what becomes of publications that a client does not take
 * @param conflateTag the tag whose values are conflated each for itself; empty for one latest publication a channel
 */
public record DeliveryOptions(long writeDelayNanos, SlowConsumerPolicy slowConsumer, String conflateTag) {

    /** Sent at once, never dropped: answers to commands, and what else is no publication. */
    public static final DeliveryOptions PROMPT = new DeliveryOptions(0, SlowConsumerPolicy.DISCONNECT, "");

    public DeliveryOptions {
        if (writeDelayNanos < 0) {
            throw new IllegalArgumentException("expected a write delay of 0 ns or more but was " + writeDelayNanos);
        }
    }
}
