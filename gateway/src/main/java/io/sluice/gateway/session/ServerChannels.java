package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.channel.SubscribeRule;
import io.sluice.gateway.hook.Hooks;
import io.sluice.gateway.subscription.SubscriptionPlan;
import io.sluice.gateway.subscription.SubscriptionPlanner;
import io.sluice.gateway.subscription.SubscriptionWishes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which channels a client is subscribed to as it connects: those that its token or back end names, its personal one, and those
 * that it lists itself, as far as it may.
 */
final class ServerChannels {

    private final ClientSettings settings;
    private final ChannelRules rules;
    private final ChannelPermissions permissions;
    private final SubscriptionPlanner planner;
    private final Hooks hooks;

    ServerChannels(LoopServices services) {
        this.settings = services.settings();
        this.rules = services.channels();
        this.permissions = services.permissions();
        this.planner = services.planner();
        this.hooks = services.hooks();
    }

    /**
     * The plans, or how the client is to be disconnected: with 3505 for too many channels, with 3501 for one in a namespace that
     * there is not.
     */
    Verdict<List<SubscriptionPlan>> plans(Command.Connect connect, ConnectionGrant grant) {
        Map<String, SubscriptionGrant> wanted = new LinkedHashMap<>(grant.subscriptions());
        boolean anonymous = grant.user().isEmpty();
        if (settings.subscribeToUserPersonalChannel().enabled() && !anonymous) {
            String namespace = settings.subscribeToUserPersonalChannel().personalChannelNamespace();
            wanted.putIfAbsent(rules.personalChannel(namespace, grant.user()), SubscriptionGrant.PLAIN);
        }
        for (String channel : listed(connect)) {
            if (!wanted.containsKey(channel)) {
                ChannelLookup lookup = rules.lookup(channel);
                if (lookup instanceof ChannelLookup.UnknownNamespace) {
                    return Verdict.ended(DisconnectCode.BAD_REQUEST);
                }
                if (lookup instanceof ChannelLookup.Found found && mayListItself(found, grant.user())) {
                    wanted.put(channel, SubscriptionGrant.PLAIN);
                }
            }
        }
        return wanted.size() > settings.channelLimit()
                ? Verdict.ended(DisconnectCode.CHANNEL_LIMIT)
                : plans(connect, wanted, anonymous);
    }

    private Verdict<List<SubscriptionPlan>> plans(
            Command.Connect connect, Map<String, SubscriptionGrant> wanted, boolean anonymous) {
        List<SubscriptionPlan> plans = new ArrayList<>(wanted.size());
        for (Map.Entry<String, SubscriptionGrant> entry : wanted.entrySet()) {
            if (!(rules.lookup(entry.getKey()) instanceof ChannelLookup.Found found)) {
                return Verdict.ended(DisconnectCode.BAD_REQUEST);
            }
            SubscriptionWishes wishes =
                    SubscriptionWishes.recovering(position(connect.subs().get(entry.getKey())));
            Verdict<SubscriptionPlan> plan = planner.plan(found, wishes, entry.getValue(), anonymous, true);
            if (!(plan instanceof Verdict.Granted<SubscriptionPlan> granted)) {
                return Verdict.ended(DisconnectCode.BAD_REQUEST);
            }
            plans.add(granted.grant());
        }
        return Verdict.granted(plans);
    }

    /** What the client adds to what it is granted: nothing where its back end was told the list, and has chosen. */
    private Set<String> listed(Command.Connect connect) {
        boolean decided = connect.token().isEmpty() && hooks.decidesConnections();
        return decided ? Set.of() : connect.subs().keySet();
    }

    private boolean mayListItself(ChannelLookup.Found channel, String user) {
        return permissions.subscribeRule(channel, user) instanceof SubscribeRule.Allowed;
    }

    private static Optional<StreamPosition> position(Command.@Nullable Subscribe listed) {
        return listed != null && listed.recover()
                ? Optional.of(new StreamPosition(listed.offset(), listed.epoch()))
                : Optional.empty();
    }
}
