package io.sluice.loadtest.load;

/**
 * A client got connected and subscribed.
 *
 * @param client its number
 * @param node the id of its node, as the server says
 * @param again whether it had been there before
 * @param upgradedNanos when the answer to its handshake was read, on the clock of
 *     {@link io.sluice.loadtest.measure.TimeSource#nanos()}
 * @param subscribedNanos when the answer to its subscription was
 */
public record Arrival(int client, String node, boolean again, long upgradedNanos, long subscribedNanos) {}
