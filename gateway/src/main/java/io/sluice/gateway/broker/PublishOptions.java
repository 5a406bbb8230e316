package io.sluice.gateway.broker;

import java.time.Duration;
import java.util.Optional;

/**
 * How a broker is to publish.
 *
 * @param stream what is kept of the channel; empty publishes without a trace
 * @param idempotencyKey a second publication of the channel with this key within {@link #IDEMPOTENCY_TTL} has the result of the
 *     first and is not published; empty for none
 * @param version version of the document that is published: one that is not above the last of the channel, in the same
 *     {@code versionEpoch}, is suppressed; 0 for none. Needs a stream, and is ignored without one
 * @param versionEpoch life of the versions, for documents whose versions start anew; an empty one compares with any
 * @param delta whether nodes may send it as a patch against the publication before it
 * @param feed name of a feed that the publication goes to as well, for those who subscribe to patterns; empty for none
 */
public record PublishOptions(
        Optional<StreamLimits> stream,
        String idempotencyKey,
        long version,
        String versionEpoch,
        boolean delta,
        String feed) {

    /** How long a result is remembered by its idempotency key: longer than any back end goes on retrying. */
    public static final Duration IDEMPOTENCY_TTL = Duration.ofMinutes(5);

    /** To whoever is subscribed, and no more. */
    public static final PublishOptions PLAIN = new PublishOptions(Optional.empty(), "", 0, "", false, "");
}
