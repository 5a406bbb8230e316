package io.sluice.gateway.channel;

/**
 * Who may do what in a channel. Everything is refused that no option allows.
 *
 * @param insecure whether every client may subscribe and publish everywhere, for development and trusted networks
 */
public record ChannelPermissions(boolean insecure) {

    /** Whether a client may subscribe without a subscription token; private channels always need one. */
    public boolean maySubscribe(ChannelLookup.Found channel, boolean anonymous) {
        return !channel.name().isPrivate() && (insecure || channel.options().allowsSubscribe(anonymous));
    }

    /** Whether a client may publish; {@code subscribed} tells whether it is subscribed to the channel. */
    public boolean mayPublish(ChannelLookup.Found channel, boolean anonymous, boolean subscribed) {
        return insecure || channel.options().allowsPublish(anonymous, subscribed);
    }
}
