package io.sluice.gateway.subscription;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.filter.TagsFilter;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.util.Optional;

/**
 * What a subscription is to be like: all that was asked for and granted.
 *
 * @param serverSide whether the server wants it; the client then has no say in how it ends
 * @param positioned whether losses are noticed
 * @param recoverable whether the client may recover when it comes back
 * @param recoverSince where to recover from; empty for a subscription that begins now
 * @param newestOnly whether recovery means the newest publication, and not all that was missed
 * @param mustRecover whether it is refused where recovery is not possible
 * @param presence whether the client is listed as present
 * @param announced whether others are told that it joins and leaves
 * @param joinLeave whether it is told of others that join and leave
 * @param delta whether publications may come as patches
 * @param compact whether publications may name the channel by a number
 * @param filter which publications are wanted; empty for all
 */
public record SubscriptionPlan(
        ChannelLookup.Found channel,
        SubscriptionGrant grant,
        DeliveryOptions delivery,
        boolean serverSide,
        boolean positioned,
        boolean recoverable,
        Optional<StreamPosition> recoverSince,
        boolean newestOnly,
        boolean mustRecover,
        boolean presence,
        boolean announced,
        boolean joinLeave,
        boolean delta,
        boolean compact,
        Optional<TagsFilter> filter) {

    public String name() {
        return channel.name().value();
    }

    /** Most publications a second; 0 for no limit. */
    double maxRate() {
        return grant.maxRate() > 0 ? grant.maxRate() : channel.options().maxRate();
    }

    /** Whether publications go to the client's connection as they are, with nothing in between, from the first one on. */
    boolean isPlain() {
        boolean startsAtOnce = !serverSide && !presence;
        return startsAtOnce && !positioned && !joinLeave && !compact && filter.isEmpty() && maxRate() == 0;
    }
}
