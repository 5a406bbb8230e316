package io.sluice.gateway.publish;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to publish.
 *
 * @param sender the client that published; null for a back end
 * @param skipHistory whether it is not to be kept, in a channel that keeps history
 * @param idempotencyKey publishes with one key have one result, see {@link io.sluice.gateway.broker.PublishOptions}; empty for none
 * @param delta whether it may go out as a patch although its namespace does not say so
 * @param version version of the document, 0 for none; one that is not above the last is not published
 * @param versionEpoch life of the versions; empty compares with any
 */
public record PublishRequest(
        Payload data,
        @Nullable ClientInfo sender,
        Map<String, String> tags,
        boolean skipHistory,
        String idempotencyKey,
        boolean delta,
        long version,
        String versionEpoch) {

    public PublishRequest {
        tags = Map.copyOf(tags);
        if (version < 0) {
            throw new IllegalArgumentException("a version must be 0 or more but was " + version);
        }
    }

    /** Data with nothing in particular asked for. */
    public static PublishRequest of(Payload data, @Nullable ClientInfo sender) {
        return new PublishRequest(data, sender, Map.of(), false, "", false, 0, "");
    }
}
