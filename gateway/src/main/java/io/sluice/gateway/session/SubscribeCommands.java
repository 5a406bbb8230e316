package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.common.protocol.UnsubscribeCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.SubscribeRule;
import io.sluice.gateway.subscription.ChannelSubscription;
import io.sluice.gateway.subscription.SubscriptionOutcome;
import io.sluice.gateway.subscription.SubscriptionPlan;
import io.sluice.gateway.subscription.SubscriptionWishes;
import io.vertx.core.Future;
import java.util.Optional;

/** Subscribes and unsubscribes one client, as it wishes or as the server does. */
@EventLoopConfined
final class SubscribeCommands {

    /** The subscription type that streams publications; maps and polled channels have others. */
    private static final int STREAM = 0;

    /** The subscription type of channels whose items the server polls for; it is checked before all else. */
    private static final int SHARED_POLL = 4;

    private final ClientSession session;
    private final LoopServices services;

    SubscribeCommands(ClientSession session, LoopServices services) {
        this.session = session;
        this.services = services;
    }

    void subscribe(Command.Subscribe command) {
        if (command.channel().isEmpty()) {
            session.malformed();
        } else if (command.type() == SHARED_POLL) {
            session.refuse(command, ErrorCode.NOT_AVAILABLE);
        } else if (!(command.delta().isEmpty() || command.delta().equals(SubscriptionWishes.FOSSIL))) {
            session.malformed();
        } else {
            lookUp(command);
        }
    }

    private void lookUp(Command.Subscribe command) {
        ChannelLookup lookup = services.channels().lookup(command.channel());
        if (lookup instanceof ChannelLookup.Malformed) {
            session.refuse(command, ErrorCode.BAD_REQUEST);
        } else if (session.subscriptions().knows(command.channel())) {
            session.refuse(command, ErrorCode.ALREADY_SUBSCRIBED);
        } else if (session.subscriptions().clientSide() >= services.settings().channelLimit()) {
            session.refuse(command, ErrorCode.LIMIT_EXCEEDED);
        } else if (lookup instanceof ChannelLookup.Found channel) {
            askWhetherItMay(command, channel);
        } else {
            session.refuse(command, ErrorCode.UNKNOWN_CHANNEL);
        }
    }

    private void askWhetherItMay(Command.Subscribe command, ChannelLookup.Found channel) {
        if (!command.token().isEmpty()) {
            session.judge(
                    command,
                    services.tokens().subscription(command.token()),
                    token -> withToken(command, channel, token));
            return;
        }
        SubscribeRule rule =
                services.permissions().subscribeRule(channel, session.client().user());
        if (rule instanceof SubscribeRule.AskBackEnd ask) {
            Future<Verdict<SubscriptionGrant>> answer =
                    services.hooks().subscribe(ask.name(), session.client().forHooks(), command);
            session.judge(command, answer, grant -> plan(command, channel, grant));
        } else if (rule instanceof SubscribeRule.Allowed) {
            plan(command, channel, SubscriptionGrant.PLAIN);
        } else {
            session.refuse(command, ErrorCode.PERMISSION_DENIED);
        }
    }

    private void withToken(Command.Subscribe command, ChannelLookup.Found channel, SubscriptionToken token) {
        if (!isFor(token, command.channel())) {
            session.disconnect(DisconnectCode.INVALID_TOKEN);
        } else {
            plan(command, channel, token.grant());
        }
    }

    private boolean isFor(SubscriptionToken token, String channel) {
        return token.channel().equals(channel)
                && token.user().equals(session.client().user())
                && (token.client().isEmpty() || token.client().equals(session.id()));
    }

    private void plan(Command.Subscribe command, ChannelLookup.Found channel, SubscriptionGrant grant) {
        if (services.clock().isOver(grant.expireAt())) {
            session.refuse(command, ErrorCode.EXPIRED);
            return;
        }
        Verdict<SubscriptionPlan> plan = services.planner()
                .plan(
                        channel,
                        SubscriptionWishes.of(command),
                        grant,
                        session.client().isAnonymous(),
                        false);
        session.judge(command, Future.succeededFuture(plan), granted -> {
            if (command.type() == STREAM) {
                start(command, granted);
            } else {
                session.refuse(command, ErrorCode.NOT_AVAILABLE);
            }
        });
    }

    private void start(Command.Subscribe command, SubscriptionPlan plan) {
        if (session.subscriptions().knows(plan.name())) {
            session.refuse(command, ErrorCode.ALREADY_SUBSCRIBED); // By the server, while somebody was asked.
            return;
        }
        long ttlSeconds = refreshedByServer(plan)
                ? 0
                : services.clock().ttlSeconds(plan.grant().expireAt());
        session.subscriptions().start(plan, ttlSeconds, outcome -> {
            if (outcome instanceof SubscriptionOutcome.Started started) {
                running(started.subscription(), plan.grant().expireAt());
                session.answer(command, new Reply.Subscribed(command.id(), started.result()));
                begin(started.subscription());
            } else if (outcome instanceof SubscriptionOutcome.Refused refused) {
                session.refuse(command, refused.error());
            } else if (outcome instanceof SubscriptionOutcome.Ended ended) {
                session.disconnect(ended.disconnect());
            }
        });
    }

    /** Not if the answer, or a command behind it that was begun with it, has ended the subscription already. */
    private void begin(ChannelSubscription subscription) {
        if (session.subscriptions().isRunning(subscription)) {
            subscription.begin();
        }
    }

    /** Keeps a subscription that has started, until {@code expireAt} if that is not 0. */
    void running(ChannelSubscription subscription, long expireAt) {
        SubscriptionLifetime lifetime = expireAt == 0
                ? null
                : new SubscriptionLifetime(
                        session, services, subscription, expireAt, refreshedByServer(subscription.plan()));
        session.subscriptions().add(new ClientSubscriptions.Running(subscription, lifetime));
    }

    void unsubscribe(Command.Unsubscribe command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        if (session.subscriptions().isStarting(command.channel())) {
            session.subscriptions().afterStart(command.channel(), () -> unsubscribe(command));
            return;
        }
        if (session.subscriptions().runs(command.channel())) {
            services.counters().unsubscribedByClient();
        }
        Future<?> gone = end(command.channel(), 0, "");
        // The answer waits until others no longer see the client in the channel.
        services.loop()
                .completeHere(gone)
                .onComplete((done, failure) -> session.answer(command, new Reply.Unsubscribed(command.id())));
    }

    /** Ends a subscription, if there is one, and lets back ends know that want to. */
    private Future<?> end(String channel, int code, String reason) {
        ClientSubscriptions.Running ended = session.subscriptions().get(channel);
        if (ended == null) {
            return Future.succeededFuture();
        }
        var options = ended.plan().channel().options();
        if (options.unsubscribeProxyEnabled()) {
            services.hooks()
                    .unsubscribed(
                            options.unsubscribeProxyName(), session.client().forHooks(), channel, code, reason);
        }
        return session.subscriptions().end(channel);
    }

    /** The server ends a subscription, one that is just beginning too; the client is told. */
    void unsubscribe(String channel, UnsubscribeCode code) {
        if (session.subscriptions().isStarting(channel)) {
            session.subscriptions().afterStart(channel, () -> unsubscribe(channel, code));
        } else if (session.subscriptions().runs(channel)) {
            end(channel, code.code(), code.reason());
            services.counters().unsubscribed(code);
            session.send(new Reply.Pushed(new Push.Unsubscribed(channel, code)));
        }
    }

    /** Something was lost, or can no longer be told not to be. */
    void insufficient(String channel) {
        ClientSubscriptions.Running affected = session.subscriptions().get(channel);
        if (affected == null) {
            return;
        }
        services.counters().insufficient.add(1);
        if (affected.plan().serverSide()) {
            session.disconnect(DisconnectCode.INSUFFICIENT_STATE);
        } else {
            unsubscribe(channel, UnsubscribeCode.INSUFFICIENT_STATE);
        }
    }

    /** A back end subscribes the client. What it missed since {@code recoverSince} follows the push. */
    void subscribe(String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {
        if (session.subscriptions().knows(channel)
                || !(services.channels().lookup(channel) instanceof ChannelLookup.Found found)) {
            return;
        }
        Verdict<SubscriptionPlan> plan = services.planner()
                .plan(
                        found,
                        SubscriptionWishes.recovering(recoverSince),
                        grant,
                        session.client().isAnonymous(),
                        true);
        if (plan instanceof Verdict.Granted<SubscriptionPlan> granted) {
            session.subscriptions().start(granted.grant(), 0, outcome -> {
                if (outcome instanceof SubscriptionOutcome.Started started) {
                    running(started.subscription(), grant.expireAt());
                    announce(channel, started.result());
                    begin(started.subscription());
                } else if (outcome instanceof SubscriptionOutcome.Ended ended) {
                    session.disconnect(ended.disconnect());
                }
            });
        }
    }

    private void announce(String channel, SubscribeResult result) {
        session.send(new Reply.Pushed(new Push.Subscribed(
                channel, result.recoverable(), result.epoch(), result.offset(), result.positioned(), result.data())));
        for (Publication missed : result.publications()) {
            session.send(new Reply.Pushed(new Push.Published(channel, missed)));
        }
    }

    void refresh(Command.SubRefresh command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        ClientSubscriptions.Running refreshed = session.subscriptions().get(command.channel());
        if (refreshed == null) {
            session.refuse(command, ErrorCode.PERMISSION_DENIED);
        } else if (command.type() != STREAM) {
            session.refuse(command, ErrorCode.NOT_AVAILABLE); // Items of polled channels.
        } else if (command.token().isEmpty()) {
            session.refuse(command, ErrorCode.BAD_REQUEST);
        } else {
            session.judge(
                    command,
                    services.tokens().subscription(command.token()),
                    token -> refreshed(command, refreshed.subscription(), token));
        }
    }

    private void refreshed(Command.SubRefresh command, ChannelSubscription subscription, SubscriptionToken token) {
        if (!isFor(token, command.channel())) {
            session.disconnect(DisconnectCode.INVALID_TOKEN);
        } else if (services.clock().isOver(token.grant().expireAt())) {
            session.refuse(command, ErrorCode.EXPIRED);
        } else if (!session.subscriptions().isRunning(subscription)) {
            session.refuse(command, ErrorCode.PERMISSION_DENIED); // It ended meanwhile.
        } else {
            long expireAt = token.grant().expireAt();
            session.subscriptions().expire(command.channel(), running -> lifetime(running, expireAt));
            subscription.channelInfo(token.grant().info());
            long ttl = services.clock().ttlSeconds(expireAt);
            session.answer(command, new Reply.SubRefreshed(command.id(), ttl > 0, ttl));
        }
    }

    private SubscriptionLifetime lifetime(ChannelSubscription subscription, long expireAt) {
        return new SubscriptionLifetime(
                session, services, subscription, expireAt, refreshedByServer(subscription.plan()));
    }

    private static boolean refreshedByServer(SubscriptionPlan plan) {
        return plan.channel().options().subRefreshProxyEnabled();
    }
}
