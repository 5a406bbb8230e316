package io.sluice.gateway.session;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.UnsubscribeCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.subscription.ChannelSubscription;
import java.time.Duration;

/** How long one subscription may live: until its token expires, or for as long as the back end says. */
@EventLoopConfined
final class SubscriptionLifetime {

    /** Pause before a back end that gave no answer is asked again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ClientSession session;
    private final LoopServices services;
    private final ChannelSubscription subscription;
    private final boolean refreshedByServer;
    private final Expiry expiry;
    private boolean stopped;

    /** @param expireAt Unix time in seconds; 0 for never */
    SubscriptionLifetime(
            ClientSession session,
            LoopServices services,
            ChannelSubscription subscription,
            long expireAt,
            boolean refreshedByServer) {
        this.session = session;
        this.services = services;
        this.subscription = subscription;
        this.refreshedByServer = refreshedByServer;
        this.expiry = new Expiry(services.timers(), services.clock(), this::expired);
        set(expireAt);
    }

    void stop() {
        stopped = true;
        expiry.stop();
    }

    private void set(long expireAt) {
        expiry.set(
                expireAt,
                refreshedByServer ? Duration.ZERO : services.settings().expiredSubCloseDelay());
    }

    private void expired() {
        if (!refreshedByServer) {
            end();
            return;
        }
        ChannelOptions options = subscription.plan().channel().options();
        services.loop()
                .completeHere(services.hooks()
                        .subRefresh(
                                options.subRefreshProxyName(),
                                session.client().forHooks(),
                                subscription.plan().name()))
                .onSuccess(this::answered);
    }

    private void answered(Verdict<RefreshGrant> verdict) {
        if (stopped) {
            return; // The subscription has ended, or the client has brought a token meanwhile.
        }
        if (verdict instanceof Verdict.Granted<RefreshGrant> granted
                && !granted.grant().expired()
                && !services.clock().isOver(granted.grant().expireAt())) {
            granted.grant().info().ifPresent(subscription::channelInfo);
            set(granted.grant().expireAt());
        } else if (verdict instanceof Verdict.Ended<RefreshGrant> ended) {
            session.disconnect(ended.disconnect());
        } else if (verdict instanceof Verdict.Refused<RefreshGrant>
                && expiry.secondsOver()
                        < services.settings().expiredSubCloseDelay().toSeconds()) {
            expiry.retryIn(RETRY);
        } else {
            end();
        }
    }

    private void end() {
        if (subscription.plan().serverSide()) {
            session.disconnect(DisconnectCode.SUBSCRIPTION_EXPIRED);
        } else {
            session.handlers().unsubscribe(subscription.plan().name(), UnsubscribeCode.SUBSCRIPTION_EXPIRED);
        }
    }
}
