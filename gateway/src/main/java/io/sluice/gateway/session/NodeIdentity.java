package io.sluice.gateway.session;

/**
 * What a node calls itself.
 *
 * @param id unique among all nodes that ever lived
 * @param version of the program
 */
public record NodeIdentity(String id, String version) {}
