package io.sluice.gateway.session;

import io.sluice.gateway.auth.ConnectAuthenticator;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.hub.HubShard;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.metrics.DisconnectCounters;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.publish.Publisher;
import java.util.random.RandomGenerator;

/**
 * What the sessions of one event loop share.
 *
 * @param node what clients are told of this node
 * @param loop the loop itself
 * @param delays the loop's short delays
 * @param outbound how the loop's clients are written to
 * @param hub the loop's subscriptions
 * @param sessions the loop's sessions
 * @param timers the loop's timers
 * @param random spreads first pings
 */
public record LoopServices(
        NodeIdentity node,
        ClientSettings settings,
        LoopTasks loop,
        Delays delays,
        OutboundLoop outbound,
        HubShard hub,
        Sessions sessions,
        TimerWheel timers,
        RandomGenerator random,
        ConnectAuthenticator authenticator,
        ChannelRules channels,
        ChannelPermissions permissions,
        Publisher publisher,
        LoopCounters counters,
        DisconnectCounters disconnects) {}
