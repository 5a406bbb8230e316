package io.sluice.gateway.channel;

import io.sluice.common.config.Setting;

/** What clients may do in the channels of one namespace; everything is refused unless an option here allows it. */
public record ChannelOptions(
        @Setting(
                        value = "",
                        doc =
                                "Name of the namespace: at least 2 of letters, digits, - _ . ; empty in without_namespace")
                String name,
        @Setting(value = "false", doc = "Clients with a user id may subscribe") boolean allowSubscribeForClient,
        @Setting(value = "false", doc = "Anonymous clients may subscribe, if allow_subscribe_for_client is on too")
                boolean allowSubscribeForAnonymous,
        @Setting(value = "false", doc = "Clients with a user id may publish") boolean allowPublishForClient,
        @Setting(value = "false", doc = "Anonymous clients may publish, if allow_publish_for_client is on too")
                boolean allowPublishForAnonymous,
        @Setting(value = "false", doc = "Clients may publish into channels that they are subscribed to")
                boolean allowPublishForSubscriber) {

    /** Options that allow nothing. */
    public static final ChannelOptions CLOSED = new ChannelOptions("", false, false, false, false, false);

    /** Whether a client that is {@code anonymous} or not may subscribe by these options alone. */
    public boolean allowsSubscribe(boolean anonymous) {
        return allowSubscribeForClient && (!anonymous || allowSubscribeForAnonymous);
    }

    /** Whether a client may publish by these options alone. */
    public boolean allowsPublish(boolean anonymous, boolean subscribed) {
        boolean asClient = allowPublishForClient && (!anonymous || allowPublishForAnonymous);
        return asClient || (allowPublishForSubscriber && subscribed);
    }
}
