package io.sluice.gateway.hook;

import io.sluice.common.protocol.Payload;
import java.util.Map;

/**
 * How a client's publication is to go out.
 *
 * @param data in place of what the client sent; {@link Payload#EMPTY} leaves it
 * @param skipHistory whether it is not to be kept
 * @param idempotencyKey as in the server API; empty for none
 * @param version as in the server API; 0 for none
 */
public record PublishGrant(
        Payload data,
        boolean skipHistory,
        Map<String, String> tags,
        String idempotencyKey,
        boolean delta,
        long version,
        String versionEpoch) {

    public PublishGrant {
        tags = Map.copyOf(tags);
    }
}
