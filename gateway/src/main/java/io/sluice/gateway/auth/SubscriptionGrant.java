package io.sluice.gateway.auth;

import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import java.util.Optional;

/**
 * What somebody who may subscribe is granted in one channel.
 *
 * @param info what others see of the client in this channel
 * @param data for the client, in the answer to its subscription
 * @param expireAt Unix time in seconds at which the subscription ends unless it is refreshed; 0 for never
 * @param serverFilter a filter over tags that holds beside the client's own; empty for none
 * @param maxRate most publications a second; 0 leaves it to the namespace
 */
public record SubscriptionGrant(
        Payload info,
        Payload data,
        long expireAt,
        ChannelOverride override,
        Optional<FilterNode> serverFilter,
        double maxRate) {

    /** Nothing in particular. */
    public static final SubscriptionGrant PLAIN =
            new SubscriptionGrant(Payload.EMPTY, Payload.EMPTY, 0, ChannelOverride.NONE, Optional.empty(), 0);
}
