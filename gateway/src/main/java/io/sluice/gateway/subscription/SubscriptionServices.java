package io.sluice.gateway.subscription;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.history.Streams;
import io.sluice.gateway.hub.ChannelIds;
import io.sluice.gateway.hub.HubShard;
import io.sluice.gateway.hub.PositionChecks;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.metrics.LoopCounters;
import java.time.Duration;

/**
 * What the subscriptions of one event loop share.
 *
 * @param presence the loop's members
 * @param maxRecovered most publications that a client recovers
 */
public record SubscriptionServices(
        LoopTasks loop,
        HubShard hub,
        PositionChecks positionChecks,
        ChannelIds channelIds,
        Broker broker,
        StreamReads reads,
        LoopMembers presence,
        Delays delays,
        LoopCounters counters,
        Streams streams,
        int maxRecovered) {

    /** How long the stream of a positioned subscription is remembered. */
    Duration metaTtl(SubscriptionPlan plan) {
        return streams.limits(plan.channel().options()).orElseThrow().metaTtl();
    }
}
