package io.sluice.gateway.session;

import io.sluice.common.config.Setting;
import io.sluice.gateway.auth.token.SubscriptionTokenSettings;
import io.sluice.gateway.auth.token.TokenSettings;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.time.Duration;
import java.util.List;

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
        @Setting(
                        doc =
                                "What connection tokens are verified with, and subscription tokens too unless they have their own")
                TokenSettings token,
        @Setting(doc = "What subscription tokens are verified with") SubscriptionTokenSettings subscriptionToken,
        @Setting(
                        value = "false",
                        doc =
                                "Believes tokens without verifying their signatures, so that anybody is who he says; for development")
                boolean insecureSkipTokenSignatureVerify) {

    public ClientSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        check(channelLimit >= 1, "channel_limit must be at least 1 but was " + channelLimit);
        check(queueMaxSize >= 1024, "queue_max_size must be at least 1024 bytes but was " + queueMaxSize);
        check(ChannelOptions.isWriteDelay(writeDelay), "write_delay must be 0s to 1s but was " + writeDelay);
        check(staleCloseDelay.toMillis() > 0, "stale_close_delay must be longer than 0s");
        check(
                pingInterval.isZero() || pingInterval.toMillis() >= 1000,
                "ping_interval must be 0s or at least 1s, since clients are told whole seconds");
        check(
                pingInterval.isZero() || (pongTimeout.toMillis() > 0 && pongTimeout.compareTo(pingInterval) < 0),
                "pong_timeout must be longer than 0s and shorter than ping_interval");
    }

    /** How a channel with {@code options} is sent to clients. */
    DeliveryOptions delivery(ChannelOptions options) {
        Duration delay = options.writeDelay().orElse(writeDelay);
        return new DeliveryOptions(delay.toNanos(), options.slowConsumer(), options.conflateTag());
    }

    /** Whether clients without credentials are let in. */
    public boolean admitsAnonymous() {
        return insecure || allowAnonymousConnectWithoutToken;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
