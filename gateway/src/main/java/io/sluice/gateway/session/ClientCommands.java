package io.sluice.gateway.session;

import static java.util.Objects.requireNonNullElse;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.Identity;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.hub.Subscription;
import io.sluice.gateway.publish.PublishRequest;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of one connected client, and keeps its subscriptions. */
@EventLoopConfined
final class ClientCommands {

    private static final String DELTA_FOSSIL = "fossil";

    private static final Future<Reply> NO_PUBLISH = Future.succeededFuture();

    /** The subscription type that streams publications; maps and polled channels have others. */
    private static final int STREAM = 0;

    /** The subscription type of channels whose items the server polls for; it is checked before all else. */
    private static final int SHARED_POLL = 4;

    private final ClientSession session;
    private final LoopServices services;
    private final Identity identity;
    private final ClientInfo info;
    private final Map<String, Subscription> subscriptions = new HashMap<>(2);
    private Future<Reply> lastPublish = NO_PUBLISH;

    ClientCommands(ClientSession session, LoopServices services, Identity identity) {
        this.session = session;
        this.services = services;
        this.identity = identity;
        this.info = new ClientInfo(identity.user(), session.id(), identity.info(), Payload.EMPTY);
    }

    /** Begins {@code command}; it is answered, or the client disconnected, now or later. */
    void handle(Command command) {
        if (command instanceof Command.Publish publish) {
            publish(publish);
        } else if (command instanceof Command.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (command instanceof Command.Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe);
        } else if (command instanceof Command.Presence presence) {
            unavailable(presence, presence.channel());
        } else if (command instanceof Command.PresenceStats stats) {
            unavailable(stats, stats.channel());
        } else if (command instanceof Command.History history) {
            unavailable(history, history.channel());
        } else if (command instanceof Command.Send) {
            session.disconnect(DisconnectCode.NOT_AVAILABLE);
        } else if (command instanceof Command.Refresh refresh) {
            session.disconnect(refresh.token().isEmpty() ? DisconnectCode.BAD_REQUEST : DisconnectCode.INVALID_TOKEN);
        } else if (command instanceof Command.SubRefresh subRefresh) {
            refreshSubscription(subRefresh);
        } else if (command instanceof Command.Unknown) {
            session.refuse(command, ErrorCode.METHOD_NOT_FOUND);
        } else {
            session.refuse(command, ErrorCode.NOT_AVAILABLE); // rpc, and ping, which only servers send
        }
    }

    /** Forgets a subscription that the server has ended; false if there is none. */
    boolean forget(String channel) {
        return subscriptions.remove(channel) != null;
    }

    /** Ends every subscription. */
    void cancelAll() {
        subscriptions.values().forEach(Subscription::cancel);
        subscriptions.clear();
    }

    private void subscribe(Command.Subscribe command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        if (command.type() == SHARED_POLL) {
            session.refuse(command, ErrorCode.NOT_AVAILABLE);
            return;
        }
        if (!(command.delta().isEmpty() || command.delta().equals(DELTA_FOSSIL))) {
            session.malformed();
            return;
        }
        ChannelLookup lookup = services.channels().lookup(command.channel());
        ErrorCode refusal = SubscribeChecks.refusal(command, lookup, subscriptions.keySet(), identity, services);
        if (refusal != null) {
            session.refuse(command, refusal);
        } else if (lookup instanceof ChannelLookup.Found channel) {
            subscribe(command, channel.options());
        }
    }

    private void subscribe(Command.Subscribe command, ChannelOptions options) {
        services.hub()
                .subscribe(command.channel(), services.settings().delivery(options), subscriber(options))
                .onSuccess(subscription -> subscribed(command, subscription))
                .onFailure(cause -> session.refuse(command, ErrorCode.INTERNAL));
    }

    /** Who takes the publications: the session itself, or what limits their rate for it. */
    private Subscriber subscriber(ChannelOptions options) {
        return options.maxRate() == 0
                ? session
                : new RateLimit(session, options.maxRate(), services.delays(), services.counters().rateLimited);
    }

    private void subscribed(Command.Subscribe command, Subscription subscription) {
        if (session.isClosed()) {
            subscription.cancel();
            return;
        }
        subscriptions.put(command.channel(), subscription);
        session.answer(command, new Reply.Subscribed(command.id(), SubscribeResult.PLAIN));
    }

    private void unsubscribe(Command.Unsubscribe command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        Subscription subscription = subscriptions.remove(command.channel());
        if (subscription != null) {
            subscription.cancel();
        }
        session.answer(command, new Reply.Unsubscribed(command.id()));
    }

    private void publish(Command.Publish command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        ChannelLookup lookup = services.channels().lookup(command.channel());
        ErrorCode refusal = publishRefusal(command, lookup);
        Future<Reply> outcome = refusal == null && lookup instanceof ChannelLookup.Found channel
                ? published(command, channel)
                : Future.succeededFuture(
                        requireNonNullElse(refusal, ErrorCode.INTERNAL).reply(command.id()));
        // Publishes overlap, but each is answered behind those before it, a refused one too.
        lastPublish = lastPublish.transform((before, ignored) -> outcome);
        lastPublish.onSuccess(reply -> session.answer(command, reply));
    }

    /** Never fails. */
    private Future<Reply> published(Command.Publish command, ChannelLookup.Found channel) {
        return services.loop()
                .completeHere(services.publisher().publish(channel, PublishRequest.of(command.data(), info)))
                .<Reply>map(position -> new Reply.Published(command.id()))
                .otherwise(ErrorCode.INTERNAL.reply(command.id()));
    }

    private @Nullable ErrorCode publishRefusal(Command.Publish command, ChannelLookup lookup) {
        if (!(lookup instanceof ChannelLookup.Found channel)) {
            return SubscribeChecks.refusal(lookup);
        }
        Optional<ErrorCode> badData = services.publisher().refusal(channel, command.data());
        if (badData.isPresent()) {
            return badData.get();
        }
        boolean subscribed = subscriptions.containsKey(command.channel());
        if (!services.permissions().mayPublish(channel, identity.isAnonymous(), subscribed)) {
            return ErrorCode.PERMISSION_DENIED;
        }
        return command.type() == STREAM ? null : ErrorCode.NOT_AVAILABLE;
    }

    /** Presence and history are off in every channel. */
    private void unavailable(Command command, String channel) {
        if (channel.isEmpty()) {
            session.malformed();
            return;
        }
        ErrorCode refusal = SubscribeChecks.refusal(services.channels().lookup(channel));
        session.refuse(command, refusal == null ? ErrorCode.NOT_AVAILABLE : refusal);
    }

    private void refreshSubscription(Command.SubRefresh command) {
        if (command.channel().isEmpty()) {
            session.malformed();
        } else if (subscriptions.containsKey(command.channel())
                && command.token().isEmpty()) {
            session.refuse(command, ErrorCode.BAD_REQUEST);
        } else {
            session.refuse(command, ErrorCode.PERMISSION_DENIED);
        }
    }
}
