package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.auth.Identity;
import io.sluice.gateway.channel.ChannelLookup;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a subscription is refused, checked in the order that clients rely on. */
final class SubscribeChecks {

    private static final int STREAM = 0;

    private SubscribeChecks() {}

    /**
     * The error to answer with, or null if the client may subscribe.
     *
     * @param lookup what the rules say of the channel's name
     * @param subscribed channels that the client is subscribed to
     */
    static @Nullable ErrorCode refusal(
            Command.Subscribe command,
            ChannelLookup lookup,
            Set<String> subscribed,
            Identity identity,
            LoopServices services) {
        if (lookup instanceof ChannelLookup.Malformed) {
            return ErrorCode.BAD_REQUEST;
        }
        if (subscribed.contains(command.channel())) {
            return ErrorCode.ALREADY_SUBSCRIBED;
        }
        if (subscribed.size() >= services.settings().channelLimit()) {
            return ErrorCode.LIMIT_EXCEEDED;
        }
        if (!(lookup instanceof ChannelLookup.Found channel)) {
            return refusal(lookup);
        }
        return refusal(command, channel, identity, services);
    }

    private static @Nullable ErrorCode refusal(
            Command.Subscribe command, ChannelLookup.Found channel, Identity identity, LoopServices services) {
        // A token is never good: no key is configured that could have signed it.
        if (!command.token().isEmpty() || !services.permissions().maySubscribe(channel, identity.isAnonymous())) {
            return ErrorCode.PERMISSION_DENIED;
        }
        if (command.tagsFilter() != null) {
            return ErrorCode.BAD_REQUEST; // Filters are permitted in no namespace.
        }
        return command.type() == STREAM ? null : ErrorCode.NOT_AVAILABLE;
    }

    /** What is wrong with a channel's name, or null if it was found. */
    static @Nullable ErrorCode refusal(ChannelLookup lookup) {
        if (lookup instanceof ChannelLookup.Malformed) {
            return ErrorCode.BAD_REQUEST;
        }
        return lookup instanceof ChannelLookup.UnknownNamespace ? ErrorCode.UNKNOWN_CHANNEL : null;
    }
}
