package io.sluice.gateway.session;

import io.sluice.common.admission.Admission;
import io.sluice.gateway.auth.TokenVerifier;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.hook.Hooks;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.metrics.DisconnectCounters;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.OutboundLoop;
import io.sluice.gateway.presence.PresenceStore;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.subscription.SubscriptionPlanner;
import io.sluice.gateway.subscription.SubscriptionServices;
import io.sluice.gateway.trace.Tracing;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the sessions of one event loop share.
 *
 * @param node what clients are told of this node
 * @param loop the loop itself
 * @param outbound how the loop's clients are written to
 * @param subscriptions what the loop's subscriptions share
 * @param sessions the loop's sessions
 * @param timers the loop's timers
 * @param random spreads first pings
 * @param clock what tokens are measured by
 * @param admission asked about each user that connects
 * @param history for clients, whose pages are limited
 * @param onlyConnection ends the other connections of a user, on all nodes
 * @param tracing where spans of handshakes go
 */
public record LoopServices(
        NodeIdentity node,
        ClientSettings settings,
        LoopTasks loop,
        OutboundLoop outbound,
        SubscriptionServices subscriptions,
        SubscriptionPlanner planner,
        Sessions sessions,
        TimerWheel timers,
        RandomGenerator random,
        WallClock clock,
        Authenticator authenticator,
        Admission admission,
        TokenVerifier tokens,
        Hooks hooks,
        ChannelRules channels,
        ChannelPermissions permissions,
        Publisher publisher,
        HistoryReader history,
        PresenceStore presence,
        OnlyConnection onlyConnection,
        LoopCounters counters,
        DisconnectCounters disconnects,
        Tracing tracing) {

    /** Names, in lower case, of the handshake headers that connections have to keep. */
    public Set<String> keptHeaders() {
        String user = settings.userIdHttpHeader().toLowerCase(Locale.ROOT);
        if (user.isEmpty()) {
            return hooks.headers();
        }
        Set<String> names = new HashSet<>(hooks.headers());
        names.add(user);
        return names;
    }

    ServerChannels serverChannels() {
        return new ServerChannels(this);
    }
}
