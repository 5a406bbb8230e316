package io.sluice.gateway.channel;

import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.Optional;

/** What holds in the channels of one namespace; clients are refused everything unless an option here allows it. */
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
                boolean allowPublishForSubscriber,
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
                                "Most publications a second of one channel to one client, the latest winning in between; 0 for no"
                                        + " limit, else 0.001 to 500")
                double maxRate) {

    /** Options that allow nothing. */
    public static final ChannelOptions CLOSED = new ChannelOptions("", false, false, false, false, false);

    /** Beyond this the messages of a whole second would be held for every client. */
    private static final Duration LONGEST_WRITE_DELAY = Duration.ofSeconds(1);

    /** One in a thousand seconds: less is a mistake. */
    private static final double LOWEST_RATE = 0.001;

    /** Delays are kept in milliseconds, so higher rates could not be told from each other. */
    private static final double HIGHEST_RATE = 500;

    public ChannelOptions {
        check(
                writeDelay.isEmpty() || isWriteDelay(writeDelay.get()),
                "write_delay must be 0s to 1s but was " + writeDelay.orElse(Duration.ZERO));
        check(
                conflateTag.isEmpty() || slowConsumer == SlowConsumerPolicy.CONFLATE,
                "conflate_tag needs slow_consumer: conflate");
        check(
                maxRate == 0 || (maxRate >= LOWEST_RATE && maxRate <= HIGHEST_RATE),
                "max_rate must be 0, or 0.001 to 500 publications a second, but was " + maxRate);
    }

    /** Options with these permissions, and the defaults for all else. */
    public ChannelOptions(
            String name,
            boolean allowSubscribeForClient,
            boolean allowSubscribeForAnonymous,
            boolean allowPublishForClient,
            boolean allowPublishForAnonymous,
            boolean allowPublishForSubscriber) {
        this(
                name,
                allowSubscribeForClient,
                allowSubscribeForAnonymous,
                allowPublishForClient,
                allowPublishForAnonymous,
                allowPublishForSubscriber,
                Optional.empty(),
                SlowConsumerPolicy.DISCONNECT,
                "",
                0);
    }

    /** Whether publications may gather that long. */
    public static boolean isWriteDelay(Duration delay) {
        return !delay.isNegative() && delay.compareTo(LONGEST_WRITE_DELAY) <= 0;
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

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
