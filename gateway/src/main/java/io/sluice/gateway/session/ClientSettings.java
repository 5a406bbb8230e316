package io.sluice.gateway.session;

import io.sluice.common.config.Setting;
import io.sluice.gateway.auth.token.SubscriptionTokenSettings;
import io.sluice.gateway.auth.token.TokenSettings;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.endpoint.ClientProxySettings;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Settings of client connections, whatever their transport. */
public record ClientSettings(
        @Setting(
                        value = "false",
                        doc =
                                "Lets clients in without a token and allows them everything; for development and trusted networks")
                boolean insecure,
        @Setting(value = "false", doc = "Lets clients without a token in as anonymous users")
                boolean allowAnonymousConnectWithoutToken,
        @Setting(
                        value = "",
                        doc =
                                "Origins whose pages may connect, * for any text; empty allows pages of the same host only")
                List<String> allowedOrigins,
        @Setting(value = "25s", doc = "Time between two pings to a client; 0s sends none") Duration pingInterval,
        @Setting(value = "8s", doc = "Time that a client has to answer a ping; shorter than ping_interval")
                Duration pongTimeout,
        @Setting(value = "10s", doc = "Time that a client has to send its connect command") Duration staleCloseDelay,
        @Setting(value = "128", doc = "Most subscriptions of one client") int channelLimit,
        @Setting(
                        value = "1048576",
                        doc = "Most bytes that wait for one slow client before it is disconnected with code 3008")
                int queueMaxSize,
        @Setting(
                        value = "0s",
                        doc =
                                "Time that publications for a client gather to share one write and one frame; at most 1s. Saves"
                                        + " CPU for latency; namespaces may have their own write_delay")
                Duration writeDelay,
        @Setting(value = "false", doc = "Tells every client the id of its node in the connect reply")
                boolean connectIncludeNode,
        @Setting(value = "false", doc = "Tells every client the server's time in the connect reply")
                boolean connectIncludeServerTime,
        @Setting(doc = "What connection tokens are verified with") TokenSettings token,
        @Setting(doc = "What subscription tokens are verified with, if not with the same")
                SubscriptionTokenSettings subscriptionToken,
        @Setting(value = "false", doc = "Believes every token whatever its signature; for development alone")
                boolean insecureSkipTokenSignatureVerify,
        @Setting(doc = "Back ends that take part in the life of connections") ClientProxySettings proxy,
        @Setting(value = "false", doc = "Refuses connection tokens without a user, with code 3507")
                boolean disallowAnonymousConnectionTokens,
        @Setting(
                        value = "",
                        doc =
                                "Header in which a trusted proxy in front names the user; clients must not be able to set it. Empty"
                                        + " for none")
                String userIdHttpHeader,
        @Setting(value = "25s", doc = "Time beyond its expiry that a connection has to bring a new token")
                Duration expiredCloseDelay,
        @Setting(value = "25s", doc = "Time beyond its expiry that a subscription has to bring a new token")
                Duration expiredSubCloseDelay,
        @Setting(
                        value = "27s",
                        doc =
                                "Time between two refreshes of a client's presence, which ends 60s after the last one; 1s to 30s, so"
                                        + " that one may fail")
                Duration presenceUpdateInterval,
        @Setting(
                        value = "40s",
                        doc =
                                "Time between two checks of a channel's position, which finds lost publications that no later one"
                                        + " shows; one read of Redis for each channel and node; at least 1s")
                Duration channelPositionCheckDelay,
        @Setting(value = "300", doc = "Most publications that a client is sent in one page of history")
                int historyMaxPublicationLimit,
        @Setting(value = "300", doc = "Most publications that a client recovers; one that missed more starts anew")
                int recoveryMaxPublicationLimit,
        @Setting(
                        value = "0",
                        doc = "Most connections of one user on one node, beyond which code 3504; 0 for any number")
                int userConnectionLimit,
        @Setting(
                        value = "0s",
                        doc =
                                "Time after which a connection is closed with code 3011, so that its client connects anew, to whichever"
                                        + " node; 0s for never, else at least 10s")
                Duration maxAge,
        @Setting(
                        value = "0.1",
                        doc =
                                "Part of max_age by which it is longer or shorter for each connection, so that clients which came"
                                        + " together do not go together; 0 to 1")
                double maxAgeJitter,
        @Setting(
                        value = "0",
                        doc =
                                "Most client connections of this node, 0 for any number; one more gets 503 before its upgrade. Routers"
                                        + " place nobody on a node that is full")
                int connectionLimit,
        @Setting(
                        value = "0",
                        doc =
                                "New client connections a second that this node lets in, 0 for as many as come; more get 503 with"
                                        + " Retry-After. What a restart of another node sends here should take seconds and not all CPU")
                int connectionRateLimit,
        @Setting(
                        value = "0",
                        doc =
                                "New client connections at once, after a pause; 0 for as many as `connection_rate_limit` lets in in one"
                                        + " second")
                int connectionRateBurst,
        @Setting(doc = "The channel that each user has for itself")
                PersonalChannelSettings subscribeToUserPersonalChannel) {

    private static final int MOST_PUBLICATIONS = 100_000;
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(10);

    public ClientSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        check(channelLimit >= 1, "channel_limit must be at least 1 but was " + channelLimit);
        check(queueMaxSize >= 1024, "queue_max_size must be at least 1024 bytes but was " + queueMaxSize);
        check(ChannelOptions.isWriteDelay(writeDelay), "write_delay must be 0s to 1s but was " + writeDelay);
        check(staleCloseDelay.toMillis() > 0, "stale_close_delay must be longer than 0s");
        check(
                presenceUpdateInterval.toMillis() >= 1000 && presenceUpdateInterval.toSeconds() <= 30,
                "presence_update_interval must be 1s to 30s");
        check(channelPositionCheckDelay.toMillis() >= 1000, "channel_position_check_delay must be at least 1s");
        check(!expiredCloseDelay.isNegative(), "expired_close_delay must not be negative");
        check(!expiredSubCloseDelay.isNegative(), "expired_sub_close_delay must not be negative");
        check(isPage(historyMaxPublicationLimit), "history_max_publication_limit must be 1 to 100000");
        check(isPage(recoveryMaxPublicationLimit), "recovery_max_publication_limit must be 1 to 100000");
        check(userConnectionLimit >= 0, "user_connection_limit must be 0 or more");
        check(connectionLimit >= 0, "connection_limit must be 0 or more");
        check(connectionRateLimit >= 0, "connection_rate_limit must be 0 or more");
        check(connectionRateBurst >= 0, "connection_rate_burst must be 0 or more");
        check(
                maxAge.isZero() || maxAge.compareTo(SHORTEST_AGE) >= 0,
                "max_age must be 0s or at least 10s, since every reconnect costs, but was " + maxAge);
        check(maxAgeJitter >= 0 && maxAgeJitter <= 1, "max_age_jitter must be 0 to 1 but was " + maxAgeJitter);
        check(
                pingInterval.isZero() || pingInterval.toMillis() >= 1000,
                "ping_interval must be 0s or at least 1s, since clients are told whole seconds");
        check(
                pingInterval.isZero() || (pongTimeout.toMillis() > 0 && pongTimeout.compareTo(pingInterval) < 0),
                "pong_timeout must be longer than 0s and shorter than ping_interval");
    }

    /** How a channel with {@code options} is sent to clients. */
    public DeliveryOptions delivery(ChannelOptions options) {
        Duration delay = options.writeDelay().orElse(writeDelay);
        return new DeliveryOptions(delay.toNanos(), options.slowConsumer(), options.conflateTag());
    }

    /** Whether clients without credentials are let in. */
    public boolean admitsAnonymous() {
        return insecure || allowAnonymousConnectWithoutToken;
    }

    /** Whether connections come to an end by themselves. */
    boolean connectionsAge() {
        return !maxAge.isZero();
    }

    /** Time after which one connection does. */
    Duration ageLimit(RandomGenerator random) {
        double factor = 1 + maxAgeJitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(maxAge.toMillis() * factor));
    }

    private static boolean isPage(int publications) {
        return publications >= 1 && publications <= MOST_PUBLICATIONS;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
