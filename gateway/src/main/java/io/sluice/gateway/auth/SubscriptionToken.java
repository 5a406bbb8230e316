package io.sluice.gateway.auth;

/**
 * What a subscription token that was verified says; whom and what it is for is the caller's to compare.
 *
 * @param client id of the only connection that may use it; empty for any of the user's
 */
public record SubscriptionToken(String user, String channel, String client, SubscriptionGrant grant) {}
