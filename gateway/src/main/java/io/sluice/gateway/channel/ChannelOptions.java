package io.sluice.gateway.channel;

import io.sluice.common.config.Setting;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What holds in the channels of one namespace; clients are refused everything unless an option here allows it.
 *
 * <p>One flat record, since the settings are flat: their names are those of Centrifugo where it has them.
 *
 * @param historyMetaTtl absent where {@code channel.history_meta_ttl} holds, for which 0 stands too
 * @param publicationDataFormat absent where any data is good but none at all
 */
public record ChannelOptions(
        @Setting(
                        value = "",
                        doc =
                                "Name of the namespace: at least 2 of letters, digits, - _ . ; empty in without_namespace")
                String name,
        @Setting(value = "false", doc = "Keeps who is subscribed to a channel, for the presence commands")
                boolean presence,
        @Setting(value = "false", doc = "Tells those subscribers who asked for it of others who come and go")
                boolean joinLeave,
        @Setting(value = "false", doc = "With join_leave: tells all subscribers, whether they asked or not")
                boolean forcePushJoinLeave,
        @Setting(
                        value = "0",
                        doc = "Most publications that a channel's history keeps; 0 keeps none, and at most 1000000")
                int historySize,
        @Setting(
                        value = "0s",
                        doc = "Time after a channel's last publication at which its history is dropped; 0s keeps none")
                Duration historyTtl,
        @Setting(
                        doc =
                                "Time after a channel's last publication at which its offsets begin anew; at least history_ttl;"
                                        + " when left out or 0s, channel.history_meta_ttl")
                Optional<Duration> historyMetaTtl,
        @Setting(value = "false", doc = "Every subscription is positioned: lost publications are noticed")
                boolean forcePositioning,
        @Setting(value = "false", doc = "Clients may ask for positioned subscriptions") boolean allowPositioning,
        @Setting(
                        value = "false",
                        doc = "Every subscription is recoverable: clients that come back get what they missed")
                boolean forceRecovery,
        @Setting(value = "false", doc = "Clients may ask for recoverable subscriptions") boolean allowRecovery,
        @Setting(
                        value = "stream",
                        doc = "What a client that comes back gets: all that it missed, or the latest publication only")
                RecoveryMode forceRecoveryMode,
        @Setting(
                        value = "false",
                        doc =
                                "With force_recovery_mode cache: every new subscription gets the latest publication, asked or not")
                boolean autoCacheRecover,
        @Setting(value = "", doc = "Ways in which clients may ask for publications as deltas: fossil")
                List<DeltaType> allowedDeltaTypes,
        @Setting(
                        value = "false",
                        doc =
                                "All publications are sent as deltas to those who asked for them, as if published with delta")
                boolean deltaPublish,
        @Setting(value = "false", doc = "Clients may subscribe with a filter on the tags of publications")
                boolean allowTagsFilter,
        @Setting(value = "false", doc = "Clients may subscribe to patterns, where * stands for any text")
                boolean allowWildcard,
        @Setting(
                        value = "false",
                        doc =
                                "Publications name their channel by a short number to clients that understand it, which saves bytes"
                                        + " where names are long")
                boolean allowChannelCompaction,
        @Setting(value = "false", doc = "Clients with a user id may subscribe") boolean allowSubscribeForClient,
        @Setting(value = "false", doc = "Anonymous clients may subscribe, if allow_subscribe_for_client is on too")
                boolean allowSubscribeForAnonymous,
        @Setting(value = "false", doc = "Clients with a user id may publish") boolean allowPublishForClient,
        @Setting(value = "false", doc = "Anonymous clients may publish, if allow_publish_for_client is on too")
                boolean allowPublishForAnonymous,
        @Setting(value = "false", doc = "Clients may publish into channels that they are subscribed to")
                boolean allowPublishForSubscriber,
        @Setting(value = "false", doc = "Clients with a user id may ask who is present") boolean allowPresenceForClient,
        @Setting(
                        value = "false",
                        doc = "Anonymous clients may ask who is present, if allow_presence_for_client is on too")
                boolean allowPresenceForAnonymous,
        @Setting(value = "false", doc = "Clients may ask who is present in channels that they are subscribed to")
                boolean allowPresenceForSubscriber,
        @Setting(value = "false", doc = "Clients with a user id may read history") boolean allowHistoryForClient,
        @Setting(value = "false", doc = "Anonymous clients may read history, if allow_history_for_client is on too")
                boolean allowHistoryForAnonymous,
        @Setting(value = "false", doc = "Clients may read the history of channels that they are subscribed to")
                boolean allowHistoryForSubscriber,
        @Setting(
                        value = "false",
                        doc =
                                "A channel whose name ends in # and user ids, as chat#1,2, is for these users only, who need no token")
                boolean allowUserLimitedChannels,
        @Setting(
                        value = "",
                        doc =
                                "Regular expression (of Java) that must be found in the name behind the namespace; at most 1000"
                                        + " characters. Names may then have characters other than printable ASCII. An expression that"
                                        + " takes exponential time can be used to stall the node")
                String channelRegex,
        @Setting(
                        doc =
                                "What publications must be: a JSON value, a JSON object, or any bytes; when left out, anything but"
                                        + " nothing")
                Optional<PublicationDataFormat> publicationDataFormat,
        @Setting(value = "false", doc = "The back end is asked whether a client may subscribe")
                boolean subscribeProxyEnabled,
        @Setting(value = "default", doc = "Which back end is asked; default is channel.proxy.subscribe")
                String subscribeProxyName,
        @Setting(value = "false", doc = "The back end is asked whether a client may publish")
                boolean publishProxyEnabled,
        @Setting(value = "default", doc = "Which back end is asked; default is channel.proxy.publish")
                String publishProxyName,
        @Setting(value = "false", doc = "The back end is asked to prolong subscriptions that expire")
                boolean subRefreshProxyEnabled,
        @Setting(value = "default", doc = "Which back end is asked; default is channel.proxy.sub_refresh")
                String subRefreshProxyName,
        @Setting(value = "false", doc = "The back end is told of subscriptions that have ended")
                boolean unsubscribeProxyEnabled,
        @Setting(value = "default", doc = "Which back end is told; default is channel.proxy.unsubscribe")
                String unsubscribeProxyName,
        @Setting(
                        doc =
                                "Time that publications gather to share one write, at most 1s; when left out, client.write_delay")
                Optional<Duration> writeDelay,
        @Setting(
                        value = "disconnect",
                        doc =
                                "What becomes of publications that a client does not take as fast as they come: all wait until"
                                        + " client.queue_max_size disconnects it, the oldest are dropped beyond that, or only the latest"
                                        + " of each channel waits")
                SlowConsumerPolicy slowConsumer,
        @Setting(
                        value = "",
                        doc =
                                "With slow_consumer conflate: the tag of publications whose values each have a latest one;"
                                        + " when left out, a channel has one")
                String conflateTag,
        @Setting(
                        value = "0",
                        doc =
                                "Most publications a second of one channel, or of one pattern, to one client, the latest winning in between; 0 for no"
                                        + " limit, else 0.001 to 500")
                double maxRate) {

    public ChannelOptions {
        historyMetaTtl = historyMetaTtl.filter(ttl -> !ttl.isZero());
        allowedDeltaTypes = List.copyOf(allowedDeltaTypes);
        ChannelOptionChecks.history(historySize, historyTtl, historyMetaTtl);
        ChannelOptionChecks.needsHistory("force_positioning", forcePositioning, historySize);
        ChannelOptionChecks.needsHistory("allow_positioning", allowPositioning, historySize);
        ChannelOptionChecks.needsHistory("force_recovery", forceRecovery, historySize);
        ChannelOptionChecks.needsHistory("allow_recovery", allowRecovery, historySize);
        ChannelOptionChecks.needsHistory("auto_cache_recover", autoCacheRecover, historySize);
        ChannelOptionChecks.cacheRecovery(autoCacheRecover, forceRecoveryMode);
        ChannelOptionChecks.delivery(writeDelay, slowConsumer, conflateTag);
        ChannelOptionChecks.rate(maxRate);
        ChannelOptionChecks.delta(allowedDeltaTypes, slowConsumer, maxRate);
        ChannelOptionChecks.regex(channelRegex);
        ChannelOptionChecks.proxyName("subscribe_proxy_name", subscribeProxyName);
        ChannelOptionChecks.proxyName("publish_proxy_name", publishProxyName);
        ChannelOptionChecks.proxyName("sub_refresh_proxy_name", subRefreshProxyName);
        ChannelOptionChecks.proxyName("unsubscribe_proxy_name", unsubscribeProxyName);
    }

    /** Whether publications may gather that long. */
    public static boolean isWriteDelay(Duration delay) {
        return !delay.isNegative() && delay.compareTo(ChannelOptionChecks.LONGEST_WRITE_DELAY) <= 0;
    }

    /** Whether channels keep their publications, and so have positions. */
    public boolean hasHistory() {
        return historySize > 0;
    }

    /** Why {@code data} cannot be published, or empty if it is of the right format; its size is another matter. */
    public Optional<ErrorCode> refusal(Payload data) {
        boolean accepted =
                publicationDataFormat.map(format -> format.accepts(data)).orElse(!data.isEmpty());
        return accepted ? Optional.empty() : Optional.of(ErrorCode.BAD_REQUEST);
    }

    /** Whether a client that is {@code anonymous} or not may subscribe by these options alone. */
    public boolean allowsSubscribe(boolean anonymous) {
        return allowSubscribeForClient && (!anonymous || allowSubscribeForAnonymous);
    }

    /** Whether a client may publish by these options alone. */
    public boolean allowsPublish(boolean anonymous, boolean subscribed) {
        boolean asClient = allowPublishForClient && (!anonymous || allowPublishForAnonymous);
        return asClient || (allowPublishForSubscriber && subscribed);
    }

    /** Whether a client may ask who is present by these options alone. */
    public boolean allowsPresence(boolean anonymous, boolean subscribed) {
        boolean asClient = allowPresenceForClient && (!anonymous || allowPresenceForAnonymous);
        return asClient || (allowPresenceForSubscriber && subscribed);
    }

    /** Whether a client may read history by these options alone. */
    public boolean allowsHistory(boolean anonymous, boolean subscribed) {
        boolean asClient = allowHistoryForClient && (!anonymous || allowHistoryForAnonymous);
        return asClient || (allowHistoryForSubscriber && subscribed);
    }
}
