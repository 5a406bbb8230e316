package io.sluice.gateway.presence;

/**
 * How many are in a channel.
 *
 * @param clients connections
 * @param users distinct user ids among them; all anonymous clients count as one user
 */
public record PresenceStats(int clients, int users) {}
