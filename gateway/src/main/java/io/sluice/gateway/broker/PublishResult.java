package io.sluice.gateway.broker;

import io.sluice.common.protocol.StreamPosition;

/**
 * What became of a publication.
 *
 * @param position of the publication, or of the stream's top where it was suppressed; {@link Broker#NO_POSITION} for a channel
 *     without a stream
 * @param suppression why it was not published
 */
public record PublishResult(StreamPosition position, Suppression suppression) {

    /** Why a publication goes nowhere although nothing is wrong. */
    public enum Suppression {
        /** It was published. */
        NONE,
        /** One with the same idempotency key was published before, at this position. */
        REPEATED,
        /** Its version is not above the channel's. */
        OUTDATED
    }

    public static PublishResult published(StreamPosition position) {
        return new PublishResult(position, Suppression.NONE);
    }
}
