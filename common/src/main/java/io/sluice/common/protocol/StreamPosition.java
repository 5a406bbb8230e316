package io.sluice.common.protocol;

/**
 * A place in a channel's history.
 *
 * @param offset number of the last publication seen, from 1 upwards; 0 stands before the first
 * @param epoch which life of the stream the offset counts in; empty when the client knows none
 */
public record StreamPosition(long offset, String epoch) {}
