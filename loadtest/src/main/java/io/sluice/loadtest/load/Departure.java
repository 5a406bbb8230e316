package io.sluice.loadtest.load;

/**
 * A client that was subscribed lost its connection.
 *
 * @param client its number
 * @param node the id of the node that it was on
 * @param ending how
 * @param atNanos when, on the clock of {@link io.sluice.loadtest.measure.TimeSource#nanos()}
 */
public record Departure(int client, String node, Ending ending, long atNanos) {}
