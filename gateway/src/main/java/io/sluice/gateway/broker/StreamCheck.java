package io.sluice.gateway.broker;

import io.sluice.common.protocol.StreamPosition;

/**
 * What {@link Broker#check} found.
 *
 * @param top where the stream is now
 * @param wentBack whether this very check found that the stream had lost publications, and gave it the epoch of {@code top}
 */
public record StreamCheck(StreamPosition top, boolean wentBack) {}
