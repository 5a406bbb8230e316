package io.sluice.gateway.channel;

import io.sluice.common.protocol.ErrorCode;
import java.util.Optional;

/**
 * Who may do what in a channel. Everything is refused that no option allows.
 *
 * @param insecure whether every client may do everything everywhere, for development and trusted networks
 */
public record ChannelPermissions(boolean insecure) {

    /**
     * What decides about a subscription without a token.
     *
     * @param user the client's user id, empty for an anonymous one
     */
    public SubscribeRule subscribeRule(ChannelLookup.Found channel, String user) {
        ChannelOptions options = channel.options();
        if (channel.name().isPrivate()) {
            return new SubscribeRule.NeedsToken();
        }
        if (channel.isUserLimited()) {
            return subscribeRule(insecure || channel.name().allowsUser(user));
        }
        if (options.subscribeProxyEnabled()) {
            return new SubscribeRule.AskBackEnd(options.subscribeProxyName());
        }
        return subscribeRule(insecure || options.allowsSubscribe(user.isEmpty()));
    }

    /** What decides about a publication; {@code subscribed} tells whether the client is subscribed to the channel. */
    public PublishRule publishRule(ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        if (channel.options().publishProxyEnabled()) {
            return new PublishRule.AskBackEnd(channel.options().publishProxyName());
        }
        boolean allowed = insecure || channel.options().allowsPublish(anonymous, subscribed);
        return allowed ? new PublishRule.Allowed() : new PublishRule.Denied();
    }

    /** Why a client may not ask who is present, or empty if it may. */
    public Optional<ErrorCode> presenceRefusal(ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        if (!channel.options().presence()) {
            return Optional.of(ErrorCode.NOT_AVAILABLE);
        }
        return refusalUnless(mayAskPresence(channel, anonymous, subscribed));
    }

    /** Whether a client may know of others in the channel, whether or not the channel lists who is present. */
    public boolean mayAskPresence(ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        return insecure || channel.options().allowsPresence(anonymous, subscribed);
    }

    /** Why a client may not read the channel's history, or empty if it may. */
    public Optional<ErrorCode> historyRefusal(ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        if (!channel.options().hasHistory()) {
            return Optional.of(ErrorCode.NOT_AVAILABLE);
        }
        return refusalUnless(insecure || channel.options().allowsHistory(anonymous, subscribed));
    }

    private static SubscribeRule subscribeRule(boolean allowed) {
        return allowed ? new SubscribeRule.Allowed() : new SubscribeRule.Denied();
    }

    private static Optional<ErrorCode> refusalUnless(boolean allowed) {
        return allowed ? Optional.empty() : Optional.of(ErrorCode.PERMISSION_DENIED);
    }
}
