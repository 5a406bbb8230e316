package io.sluice.router.proxy.relay;

/**
 * What all relays of a router have in common.
 *
 * @param traffic counts what goes through them
 */
public record RelayTerms(RelayTraffic traffic, RelayLimits limits) {}
